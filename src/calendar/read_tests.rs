//! Tests of the reader: what foreign programs write, what must be refused, and arbitrary bytes.

use ical::property::Property;
use proptest::prelude::*;

use super::super::emit::emit;
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

fn any_property() -> impl Strategy<Value = Property> {
    let params =
        prop::collection::vec(("[A-Z][A-Z-]{0,6}", prop::collection::vec("[^\\p{Cc}\u{2028}\u{2029}]{0,12}", 1..13)), 0..4);
    ("X-[A-Z0-9-]{1,10}", params, "[^\\p{Cc}]{0,200}").prop_map(|(name, params, value)| Property {
        name,
        params: Some(params).filter(|params| !params.is_empty()),
        value: Some(value).filter(|value| !value.is_empty()),
    })
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
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
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
