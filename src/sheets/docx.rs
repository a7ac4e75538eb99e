//! The words of a word processor's paper (DOCX): paragraphs of its main part, deleted text left out. Pure.

use std::io::BufReader;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use super::prose::Collected;
use super::{Fault, package};

/// The part that holds the text.
const MAIN: &str = "word/document.xml";
/// Bytes of it that are unpacked: a thousand pages with all their formats.
const MOST_UNPACKED: u64 = 48 << 20;

/// Reads the paragraphs.
///
/// # Errors
/// [`Fault::Damaged`].
pub(super) fn read(bytes: &[u8], collected: &mut Collected<'_>) -> Result<(), Fault> {
    package::read_part(bytes, MAIN, MOST_UNPACKED, |part| paragraphs(part, collected))
}

fn paragraphs(part: &mut dyn std::io::Read, collected: &mut Collected<'_>) -> Result<(), Fault> {
    let damaged = |_| Fault::Damaged;
    let mut reader = Reader::from_reader(BufReader::new(part));
    // The names of what is open are not kept: a million open elements cost nothing.
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut is_text) = (Vec::new(), false);
    while !collected.is_full() {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(start) => is_text = start.local_name().as_ref() == b"t",
            Event::End(end) => {
                is_text = false;
                if end.local_name().as_ref() == b"p" {
                    collected.push("\n");
                }
            }
            Event::Empty(empty) if matches!(empty.local_name().as_ref(), b"tab" | b"br" | b"cr") => collected.push(" "),
            Event::Text(text) if is_text => collected.push(&text.decode().map_err(|_| Fault::Damaged)?),
            Event::CData(data) if is_text => collected.push(&data.decode().map_err(|_| Fault::Damaged)?),
            Event::GeneralRef(name) if is_text => {
                let name = name.decode().map_err(|_| Fault::Damaged)?;
                // Only the five names that XML itself has, and numbers: a paper declares no others.
                collected.push(&unescape(&format!("&{name};")).map_err(|_| Fault::Damaged)?);
            }
            Event::DocType(_) => return Err(Fault::Damaged),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(())
}
