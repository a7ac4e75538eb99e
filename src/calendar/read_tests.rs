//! Tests of the reader: what foreign programs write, what must be refused, and arbitrary bytes.

use ical::property::Property;
use proptest::prelude::*;

use super::super::emit::Lines;
use super::*;

fn wrap(lines: &str) -> Vec<u8> {
    format!("BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n").into_bytes()
}

#[test]
fn it_takes_what_foreign_programs_write() {
    let bytes = b"\xEF\xBB\xBFbegin:vcalendar\nversion:2.0\n\nBEGIN:VEVENT\r\nsummary;Language=vi:\xC4\r\n \x90\xE1\xBB\x91i tho\r\n\t\xE1\xBA\xA1i  \r\n v\xE1\xBB\x9Bi d\xC3\xA2n\\, ph\r\n  \xE1\xBB\x91\nX-EMPTY:\nBEGIN:X-PART\nEND:X-PART\nEND:VEVENT\nEND:VCALENDAR";
    let calendars = read(bytes).unwrap();
    let event = &calendars[0].parts[0];
    assert_eq!(calendars[0].value("VERSION"), Some("2.0"));
    assert_eq!(event.text("SUMMARY").as_deref(), Some("Đối thoại  với dân, ph ố"));
    assert_eq!(event.param("SUMMARY", "LANGUAGE"), Some("vi"));
    assert!(event.property("X-EMPTY").is_some_and(|property| property.value.is_none()));
    assert_eq!(event.parts[0].name, "X-PART");
}

#[test]
fn lists_are_gathered_over_all_properties() {
    let calendars = read(&wrap("CATEGORIES:Đất đai,Nhà ở\\, hẻm\r\nCATEGORIES:Y tế\r\n")).unwrap();
    assert_eq!(calendars[0].texts("CATEGORIES"), ["Đất đai", "Nhà ở, hẻm", "Y tế"]);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_line() {
    use ReadFault::{BadLine, Empty, LineTooLong, NotUtf8, TooDeep, TooLarge, Unbalanced};
    let long = format!("X:{}\r\n", "x".repeat(MAX_LINE));
    let long_by_folds = format!("X:1\r\n{}", format!(" {}\r\n", "x".repeat(60)).repeat(MAX_LINE / 60 + 1));
    let deep = "BEGIN:A\r\n".repeat(MAX_DEPTH);
    let cases: [(Vec<u8>, ReadFault); 13] = [
        (b"".to_vec(), Empty),
        (b"\r\n\r\n".to_vec(), Empty),
        (b"<html>\r\n".to_vec(), BadLine { line: 1 }),
        (b" X:1\r\n".to_vec(), BadLine { line: 1 }),
        (b"X:1\r\n".to_vec(), BadLine { line: 1 }),
        (b"BEGIN:VCALENDAR\r\nX:1\r\n".to_vec(), Unbalanced { line: 2 }),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n".to_vec(), Unbalanced { line: 2 }),
        (b"END:VCALENDAR\r\n".to_vec(), Unbalanced { line: 1 }),
        (b"BEGIN:VCALENDAR\r\n\r\nX:\xFF\r\nEND:VCALENDAR".to_vec(), NotUtf8 { line: 3 }),
        (wrap(&long), LineTooLong { line: 2 }),
        (wrap(&long_by_folds), LineTooLong { line: 2 }),
        (wrap(&deep), TooDeep { line: MAX_DEPTH + 1 }),
        (wrap(&"X:1\r\n".repeat(MAX_LINES)), TooLarge),
    ];
    for (bytes, fault) in cases {
        assert_eq!(read(&bytes).err(), Some(fault), "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(60)]));
    }
    assert_eq!(read(&vec![b' '; MAX_BYTES + 1]), Err(TooLarge));
    assert_eq!(read(b"BEGIN:a b\r\nEND:a b\r\n"), Err(BadLine { line: 1 }));
}

/// The seeds of the fuzzer (`fuzz/`): names beginning with `ok` are read, those with `bad` refused.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/read");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.map(|file| (file.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&file).unwrap())).collect()
}

fn by_pieces(bytes: &[u8], size: usize) -> Result<Vec<Component>, ReadFault> {
    let mut reader = Reader::default();
    bytes.chunks(size).try_for_each(|piece| reader.push(piece))?;
    reader.finish()
}

#[test]
fn the_seeds_of_the_fuzzer_are_read_or_refused_as_their_names_say_however_they_arrive() {
    let seeds = seeds();
    assert!(seeds.len() >= 15, "{}", seeds.len());
    for (name, bytes) in seeds {
        let whole = read(&bytes);
        assert_eq!(whole.is_ok(), name.starts_with("ok"), "{name}: {whole:?}");
        for size in [1, 2, 3, 7, 64] {
            assert_eq!(by_pieces(&bytes, size), whole, "{name} in pieces of {size}");
        }
        let _ = super::super::faults(&bytes);
    }
}

#[test]
fn fifty_megabytes_are_refused_before_they_are_held() {
    let piece = b"X-A:1\r\n".repeat(1_000);
    let mut reader = Reader::default();
    reader.push(b"BEGIN:VCALENDAR\r\n").unwrap();
    let given = (1..=50_000_000 / piece.len()).take_while(|_| reader.push(&piece).is_ok()).count();
    // BEGIN and ninety-nine thousand lines fit; the next thousand would be one too many.
    assert_eq!((given, reader.physical.len()), (99, 0));
    // One line without an end.
    let mut reader = Reader::default();
    let given = (1..=50_000).take_while(|_| reader.push(&[b'X'; 1_000]).is_ok()).count();
    assert_eq!(given, MAX_BYTES / 1_000);
    assert!(reader.physical.capacity() <= 2 * MAX_BYTES);
}

/// Bytes that an allocator gives for `wanted`: whole sixteens with a word of its own.
fn given(wanted: usize) -> usize {
    if wanted == 0 { 0 } else { (wanted + 8).next_multiple_of(16) }
}

/// Bytes of the heap that the tree holds.
fn held(component: &Component) -> usize {
    let of_property = |property: &Property| {
        let params = property.params.as_ref().map_or(0, |params| {
            let inner = params.iter().map(|(key, values)| {
                let texts: usize = values.iter().map(|value| given(value.capacity())).sum();
                given(key.capacity()) + given(values.capacity() * size_of::<String>()) + texts
            });
            given(params.capacity() * size_of::<(String, Vec<String>)>()) + inner.sum::<usize>()
        });
        given(property.name.capacity()) + property.value.as_ref().map_or(0, |value| given(value.capacity())) + params
    };
    given(component.name.capacity())
        + given(component.properties.capacity() * size_of::<Property>())
        + component.properties.iter().map(of_property).sum::<usize>()
        + given(component.parts.capacity() * size_of::<Component>())
        + component.parts.iter().map(held).sum::<usize>()
}

#[test]
fn no_file_within_the_limits_grows_beyond_64_megabytes() {
    // Each is of what costs the most memory for a byte: lines, parameters, values of parameters, components.
    let fill = |one: &str, most: usize| {
        let count = ((MAX_BYTES - 64) / one.len()).min(most);
        wrap(&one.repeat(count))
    };
    let many = format!("X{}:\r\n", ";A=".repeat(1_000));
    let lists = format!("X;A={}:\r\n", ",".repeat(1_400));
    let files = [
        fill("X:\n", MAX_LINES - 2),
        fill("X;A=:\n", MAX_LINES - 2),
        fill("X;A=b:c\n", MAX_LINES - 2),
        fill(&many, MAX_PARAMS / 1_000),
        fill(&lists, MAX_PARAMS / 1_401),
        fill("BEGIN:A\nEND:A\n", MAX_LINES / 2 - 2),
    ];
    for bytes in files {
        let calendars = read(&bytes).unwrap();
        let total: usize = calendars.iter().map(held).sum();
        // A vector that grows holds its old place while it fills the new one: at most as much again.
        assert!(total < 32 << 20, "{total} bytes for {:?}", String::from_utf8_lossy(&bytes[..40]));
    }
    let too_many = |one: &str, count: usize| read(&wrap(&one.repeat(count)));
    assert_eq!(too_many(&many, MAX_PARAMS / 1_000 + 1), Err(ReadFault::TooLarge));
    assert_eq!(too_many(&lists, MAX_PARAMS / 1_401 + 1), Err(ReadFault::TooLarge));
}

fn any_property() -> impl Strategy<Value = Property> {
    let params =
        prop::collection::vec(("[A-Z][A-Z-]{0,6}", prop::collection::vec("[^\\p{Cc}\u{2028}\u{2029}]{0,12}", 1..13)), 0..4);
    ("X-[A-Z0-9-]{1,10}", params, "[^\\p{Cc}]{0,200}").prop_map(|(name, params, value)| Property {
        name,
        params: Some(params).filter(|params| !params.is_empty()),
        value: Some(value).filter(|value| !value.is_empty()),
    })
}

/// The component as `text/calendar`.
fn emit(component: &Component) -> String {
    let mut lines = Lines::default();
    lines.component(component);
    lines.finish()
}

fn any_component() -> impl Strategy<Value = Component> {
    let leaf = ("[A-Z]{1,8}", prop::collection::vec(any_property(), 0..4)).prop_map(|(name, properties)| Component {
        name,
        properties,
        parts: Vec::new(),
    });
    leaf.prop_recursive(3, 8, 3, |inner| {
        ("[A-Z]{1,8}", prop::collection::vec(any_property(), 0..4), prop::collection::vec(inner, 0..3))
            .prop_map(|(name, properties, parts)| Component { name, properties, parts })
    })
}

proptest! {
    #[test]
    fn any_tree_survives_writing_and_reading(tree in any_component()) {
        prop_assert_eq!(read(emit(&tree).as_bytes()), Ok(vec![tree]));
    }

    #[test]
    fn no_bytes_make_it_panic_and_no_cut_changes_what_is_read(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'\n'), Just(b'\r'), Just(b' '), Just(b':')], 0..300),
        size in 1_usize..40,
    ) {
        prop_assert_eq!(by_pieces(&bytes, size), read(&bytes));
    }

    #[test]
    fn no_bytes_inside_a_calendar_make_it_panic(
        pieces in prop::collection::vec(prop_oneof![
            Just(b"BEGIN:VEVENT\r\n".to_vec()), Just(b"END:VEVENT\n".to_vec()), Just(b"\r\n ".to_vec()),
            Just(b"X;A=\"^n\":".to_vec()), Just(b"\\".to_vec()), prop::collection::vec(any::<u8>(), 0..12),
        ], 0..30),
    ) {
        if let Ok(calendars) = read(&[b"BEGIN:VCALENDAR\r\n".as_slice(), &pieces.concat(), b"\r\nEND:VCALENDAR"].concat()) {
            for property in &calendars[0].properties {
                let _ = calendars[0].texts(&property.name);
            }
            prop_assert!(read(emit(&calendars[0]).as_bytes()).is_ok());
        }
    }
}
