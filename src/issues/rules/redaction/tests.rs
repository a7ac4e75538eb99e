//! The marks against labelled wordings, and what must hold for any text.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

const EXAMPLES: &str = include_str!("examples.txt");

/// The wording without its labels, and what was labelled: kind and text.
fn example(line: &str) -> (String, Vec<(String, String)>) {
    let (mut wording, mut labels) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('{') {
        let (label, after) = after.split_once('}').unwrap();
        let (kind, text) = label.split_once('|').unwrap();
        wording.push_str(before);
        wording.push_str(text);
        labels.push((kind.to_owned(), text.to_owned()));
        rest = after;
    }
    wording.push_str(rest);
    (wording, labels)
}

fn found(wording: &str) -> Vec<(String, String)> {
    marks(wording).into_iter().map(|mark| (mark.kind.to_string(), wording[mark.range].to_owned())).collect()
}

/// Labelled, found, found rightly; and what went wrong, for reading.
fn measured(form: impl Fn(&str) -> String) -> (usize, usize, usize, Vec<String>) {
    let (mut labelled, mut marked, mut right, mut wrong) = (0, 0, 0, Vec::new());
    for line in EXAMPLES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (wording, labels) = example(line);
        let labels: Vec<(String, String)> = labels.into_iter().map(|(kind, text)| (kind, form(&text))).collect();
        let got = found(&form(&wording));
        assert_eq!(found(&redacted(&wording)), [], "nothing is left to hide in what was hidden: {wording}");
        labelled += labels.len();
        marked += got.len();
        right += got.iter().filter(|mark| labels.contains(mark)).count();
        if got != labels {
            wrong.push(format!("{wording}\n    {got:?}"));
        }
    }
    (labelled, marked, right, wrong)
}

#[test]
fn what_leads_to_a_person_is_marked_and_what_does_not_is_left() {
    let lines = EXAMPLES.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let (with, without): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.contains('{'));
    assert!(with.len() >= 60 && without.len() >= 60, "{} and {}", with.len(), without.len());
    let (labelled, marked, right, wrong) = measured(str::to_owned);
    let measured = format!("{labelled} labelled, {marked} marked, {right} right:\n{}", wrong.join("\n"));
    // Precision and recall of at least 97 of 100.
    assert!(right * 100 >= marked * 97, "{measured}");
    assert!(right * 100 >= labelled * 97, "{measured}");
}

#[test]
fn the_same_letters_decomposed_are_marked_alike() {
    let (labelled, marked, right, _) = measured(str::to_owned);
    let (labelled_nfd, marked_nfd, right_nfd, wrong) = measured(|text| text.nfd().collect());
    assert_eq!((labelled, marked, right), (labelled_nfd, marked_nfd, right_nfd), "{}", wrong.join("\n"));
}

#[test]
fn the_proposal_hides_what_was_marked_and_keeps_the_rest() {
    let wording = "Ông Lò Văn Tâm, số nhà 12 ngõ 3, gọi 0912 345 678: đường Lê Lợi ngập.";
    assert_eq!(redacted(wording), "Ông [họ tên], [địa chỉ], gọi [số điện thoại]: đường Lê Lợi ngập.");
    assert_eq!(redacted("Đường ngập"), "Đường ngập");
    let texts: Vec<_> = stretches("Bà Hoa hỏi").into_iter().map(|one| (one.text, one.kind)).collect();
    let expected = [("Bà ", None), ("Hoa", Some(MarkKind::Name)), (" hỏi", None)];
    assert_eq!(texts, expected.map(|(text, kind)| (text.to_owned(), kind)));
}

/// Texts of what makes marks, in any mixture.
fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "ông",
        "Bà",
        "Nguyễn",
        "Văn",
        "số",
        "nhà",
        "12",
        "ngõ",
        "3",
        "0912",
        "345",
        "678",
        "@",
        ".",
        "/",
        "-",
        "+84",
        "tài khoản",
        "địa chỉ",
        ":",
        "\n",
        "CCCD",
        "001085012345",
        "tờ bản đồ",
        "thửa",
        "đồng",
        "H'Hen",
        "\u{301}",
        "đường",
        "a@b.vn",
        "(",
        "🏠",
        "\u{200D}",
        "phòng",
        "chung cư",
        "căn hộ",
        "B",
        "1234567",
        ",",
        "trú tại",
    ]);
    prop::collection::vec((words, prop::sample::select(vec!["", " ", "  "])), 0..24)
        .prop_map(|parts| parts.into_iter().map(|(word, gap)| format!("{word}{gap}")).collect())
}

proptest! {
    #[test]
    fn any_text_gives_marks_between_letters_in_order(text in prop_oneof![any::<String>(), pieces()]) {
        for form in [text.clone(), text.nfd().collect::<String>(), text.nfc().collect()] {
            let mut from = 0;
            for mark in marks(&form) {
                prop_assert!(from <= mark.range.start && mark.range.start < mark.range.end);
                prop_assert!(form.get(mark.range.clone()).is_some());
                from = mark.range.end;
            }
            let whole: String = stretches(&form).into_iter().map(|one| one.text).collect();
            prop_assert_eq!(whole, form);
        }
    }
}
