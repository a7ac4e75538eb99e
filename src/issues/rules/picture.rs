//! Pictures without what their cameras and programs wrote beside them: the place, the device, names, earlier versions, further
//! pictures behind the end. The picture itself is copied byte by byte, so nothing is lost of it; how it has to be turned is kept.
//! Pure: from a reader to a writer, with no more in memory than one segment.

use std::io::{self, BufRead, Read, Write};

use crate::issues::rules::file_kind::FileKind;

/// How the orientation is marked (EXIF 2.3, 4.6.4), and the words before EXIF in a JPEG.
const ORIENTATION: u16 = 0x0112;
const EXIF: &[u8] = b"Exif\0\0";
/// Largest EXIF of a PNG that is looked at.
const MOST_EXIF: u32 = 64 << 10;
/// Chunks of a PNG without which it would look otherwise.
const SHOWN: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"cICP", b"mDCV",
    b"cLLI", b"acTL", b"fcTL", b"fdAT",
];

fn broken() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

/// Copies a picture without what stands beside it.
///
/// # Errors
/// [`io::ErrorKind::InvalidData`] or [`io::ErrorKind::UnexpectedEof`] when it is broken or cut off; those of reader and writer.
pub fn bare(kind: FileKind, from: &mut dyn BufRead, to: &mut dyn Write) -> io::Result<()> {
    match kind {
        FileKind::Jpeg => jpeg(from, to),
        FileKind::Png => png(from, to),
        _ => Err(broken()),
    }
}

fn byte(from: &mut dyn BufRead) -> io::Result<u8> {
    let mut one = [0];
    from.read_exact(&mut one)?;
    Ok(one[0])
}

/// The marker behind `0xFF`; any number of them may stand before it (ITU T.81, B.1.1.2).
fn marker(from: &mut dyn BufRead) -> io::Result<u8> {
    loop {
        match byte(from)? {
            0xFF => {}
            marker => return Ok(marker),
        }
    }
}

fn jpeg(from: &mut dyn BufRead, to: &mut dyn Write) -> io::Result<()> {
    if (byte(from)?, byte(from)?) != (0xFF, 0xD8) {
        return Err(broken());
    }
    to.write_all(&[0xFF, 0xD8])?;
    let (mut next, mut has_frame, mut has_scan, mut is_turned) = (None, false, false, false);
    loop {
        let marker = match next.take() {
            Some(marker) => marker,
            None if byte(from)? == 0xFF => marker(from)?,
            None => return Err(broken()),
        };
        match marker {
            0xD9 if has_frame && has_scan => return to.write_all(&[0xFF, 0xD9]),
            0xD9 | 0xD8 | 0x00 => return Err(broken()),
            0x01 | 0xD0..=0xD7 => {
                to.write_all(&[0xFF, marker])?;
                continue;
            }
            _ => {}
        }
        let length = u16::from_be_bytes([byte(from)?, byte(from)?]).checked_sub(2).ok_or_else(broken)?;
        let mut segment = vec![0; length.into()];
        from.read_exact(&mut segment)?;
        match marker {
            0xE0 if segment.starts_with(b"JFIF\0") && segment.len() >= 14 => {
                // Without its small picture, which may show what was cut away.
                segment.truncate(14);
                segment[12..].fill(0);
            }
            0xE1 => {
                let turned = segment.strip_prefix(EXIF).and_then(orientation).filter(|_| !is_turned);
                if let Some(turned) = turned {
                    is_turned = true;
                    write_segment(to, marker, &[EXIF, &only_orientation(turned)].concat())?;
                }
                continue;
            }
            0xE2 if segment.starts_with(b"ICC_PROFILE\0") => {}
            0xEE if segment.starts_with(b"Adobe") => {}
            0xE0..=0xEF | 0xFE => continue,
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => has_frame = true,
            _ => {}
        }
        write_segment(to, marker, &segment)?;
        if marker == 0xDA {
            has_scan = true;
            next = Some(scan(from, to)?);
        }
    }
}

fn write_segment(to: &mut dyn Write, marker: u8, segment: &[u8]) -> io::Result<()> {
    let length = u16::try_from(segment.len() + 2).map_err(|_| broken())?;
    to.write_all(&[0xFF, marker])?;
    to.write_all(&length.to_be_bytes())?;
    to.write_all(segment)
}

/// Copies the coded picture up to the next marker, which it gives.
fn scan(from: &mut dyn BufRead, to: &mut dyn Write) -> io::Result<u8> {
    loop {
        let piece = from.fill_buf()?;
        if piece.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let plain = piece.iter().position(|byte| *byte == 0xFF).unwrap_or(piece.len());
        to.write_all(piece.get(..plain).unwrap_or_default())?;
        let at_marker = plain < piece.len();
        from.consume(plain);
        if at_marker {
            byte(from)?;
            match marker(from)? {
                stuffed @ (0x00 | 0xD0..=0xD7) => to.write_all(&[0xFF, stuffed])?,
                marker => return Ok(marker),
            }
        }
    }
}

fn png(from: &mut dyn BufRead, to: &mut dyn Write) -> io::Result<()> {
    let mut signature = [0; 8];
    from.read_exact(&mut signature)?;
    if &signature != b"\x89PNG\r\n\x1A\n" {
        return Err(broken());
    }
    to.write_all(&signature)?;
    let (mut is_first, mut has_data) = (true, false);
    loop {
        let mut head = [0; 8];
        from.read_exact(&mut head)?;
        let [a, b, c, d, name @ ..] = head;
        let length = u32::from_be_bytes([a, b, c, d]);
        if length > i32::MAX.unsigned_abs() || is_first != (&name == b"IHDR") {
            return Err(broken());
        }
        is_first = false;
        if SHOWN.contains(&&name) {
            to.write_all(&head)?;
            // With the check sum behind it.
            exactly(from, to, u64::from(length) + 4)?;
            has_data |= &name == b"IDAT";
            if &name == b"IEND" {
                return if has_data { Ok(()) } else { Err(broken()) };
            }
        } else if &name == b"eXIf" && length <= MOST_EXIF && !has_data {
            let mut exif = Vec::new();
            exactly(from, &mut exif, u64::from(length) + 4)?;
            if let Some(turned) = exif.get(..exif.len() - 4).and_then(orientation) {
                let chunk = [b"eXIf".as_slice(), &only_orientation(turned)].concat();
                to.write_all(&u32::try_from(chunk.len() - 4).unwrap_or_default().to_be_bytes())?;
                to.write_all(&chunk)?;
                to.write_all(&check_sum(&chunk).to_be_bytes())?;
            }
        } else {
            exactly(from, &mut io::sink(), u64::from(length) + 4)?;
        }
    }
}

fn exactly(from: &mut dyn BufRead, to: &mut dyn Write, bytes: u64) -> io::Result<()> {
    if io::copy(&mut from.take(bytes), to)? == bytes { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// CRC-32 (ISO 3309) of the few bytes that are made here.
fn check_sum(bytes: &[u8]) -> u32 {
    let one = |sum: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| one(sum)))
}

/// How the picture has to be turned, where EXIF says something else than not at all.
fn orientation(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let two = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let (high, low) = if little { (6, 4) } else { (4, 6) };
    let directory = (usize::from(short(high)?) << 16) + usize::from(short(low)?);
    (0..usize::from(short(directory)?))
        .map(|number| directory + 2 + 12 * number)
        .find(|entry| short(*entry) == Some(ORIENTATION))
        .and_then(|entry| short(entry + 8))
        .filter(|turned| (2..=8).contains(turned))
}

/// EXIF that says how the picture has to be turned and nothing else.
fn only_orientation(turned: u16) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend_from_slice(&turned.to_be_bytes());
    tiff.extend_from_slice(&[0; 6]);
    tiff
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(kind: FileKind, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        bare(kind, &mut io::BufReader::with_capacity(3, bytes), &mut out).map(|()| out)
    }

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        write_segment(&mut out, marker, content).unwrap();
        out
    }

    fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let body = [name.as_slice(), content].concat();
        [(content.len() as u32).to_be_bytes().as_slice(), &body, &check_sum(&body).to_be_bytes()].concat()
    }

    #[test]
    fn a_jpeg_keeps_its_picture_and_its_turn_and_nothing_beside() {
        let little = b"Exif\0\0II*\0\x08\0\0\0\x02\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let scan = b"\x12\xFF\x00\x34\xFF\xD0\x56".as_slice();
        let jfif = b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc";
        let picture = [segment(0xDB, b"table"), segment(0xC0, b"frame"), segment(0xDA, b"scan"), scan.to_vec()].concat();
        let full = [
            b"\xFF\xD8".to_vec(),
            segment(0xE0, jfif),
            segment(0xE1, little),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<gps/>"),
            segment(0xE2, b"ICC_PROFILE\0\x01\x01x"),
            segment(0xE2, b"MPF\0further pictures"),
            segment(0xED, b"Photoshop 3.0\0place"),
            segment(0xFE, b"a comment"),
            picture.clone(),
            // A second scan, with words between the two.
            segment(0xFE, b"between"),
            b"\xFF\xFF".to_vec(),
            segment(0xDA, b"scan")[1..].to_vec(),
            b"\x78\xFF\xD9 a film with its place".to_vec(),
        ];
        let turn = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let expected = [
            b"\xFF\xD8".to_vec(),
            segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment(0xE1, turn),
            segment(0xE2, b"ICC_PROFILE\0\x01\x01x"),
            picture,
            segment(0xDA, b"scan"),
            b"\x78\xFF\xD9".to_vec(),
        ];
        assert_eq!(stripped(FileKind::Jpeg, &full.concat()).unwrap(), expected.concat());
        // What is bare already stays as it is.
        assert_eq!(stripped(FileKind::Jpeg, &expected.concat()).unwrap(), expected.concat());
    }

    #[test]
    fn a_png_keeps_its_picture_and_its_turn_and_nothing_beside() {
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\0\0\0\0";
        let start = [b"\x89PNG\r\n\x1A\n".to_vec(), chunk(b"IHDR", b"13 bytes here")].concat();
        let end = [chunk(b"IDAT", b"data"), chunk(b"IEND", b"")].concat();
        let words = [chunk(b"tEXt", b"Author\0a"), chunk(b"iTXt", b"XML:com.adobe.xmp\0"), chunk(b"tIME", b"7 bytes")].concat();
        let turned = chunk(b"eXIf", big);
        let full = [start.as_slice(), &words, &turned, &end, b"behind"].concat();
        assert_eq!(stripped(FileKind::Png, &full).unwrap(), [start.as_slice(), &turned, &end].concat());
        // CRC-32 of "123456789" is the check value of every implementation.
        assert_eq!(check_sum(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_broken_picture_is_refused_wherever_it_breaks() {
        let jpeg = [b"\xFF\xD8".to_vec(), segment(0xC0, b"frame"), segment(0xDA, b"scan"), b"\x12\xFF\xD9".to_vec()].concat();
        let png = [b"\x89PNG\r\n\x1A\n".to_vec(), chunk(b"IHDR", b"x"), chunk(b"IDAT", b"data"), chunk(b"IEND", b"")].concat();
        for (kind, whole) in [(FileKind::Jpeg, jpeg), (FileKind::Png, png)] {
            assert!(stripped(kind, &whole).is_ok());
            for cut in 0..whole.len() {
                assert!(stripped(kind, &whole[..cut]).is_err(), "{kind} cut at {cut}");
            }
        }
        for bad in [b"\xFF\xD8\xFF\xD9".as_slice(), b"\xFF\xD8\xFF\xE0\0\x01", b"\xFF\xD8text", b"\xFF\xD8\xFF\xDA\0\x02\xFF\xD9"]
        {
            assert!(stripped(FileKind::Jpeg, bad).is_err());
        }
        assert!(stripped(FileKind::Png, b"\x89PNG\r\n\x1A\n\xFF\xFF\xFF\xFFIHDR").is_err());
        for tiff in [b"II*\0\xFF\xFF\xFF\xFF".as_slice(), b"MM\0*\0\0\0\x04", b"MM\0*", b"II*\0\x08\0\0\0\xFF\xFF\x12\x01"] {
            assert_eq!(orientation(tiff), None);
        }
    }
}
