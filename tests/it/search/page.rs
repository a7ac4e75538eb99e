//! The page: words without diacritics, phrases, filters, nonsense.

use doithoai::db::Term;
use doithoai::db::text_search::places;
use doithoai::kernel::{PageRequest, Role};
use doithoai::organisation::BodyKind;
use doithoai::search::rules::Question;
use doithoai::search::store::find::{Wanted, find};
use unicode_normalization::UnicodeNormalization;

use crate::issues::Ward;

#[tokio::test]
async fn b120_words_without_diacritics_find_those_with_them_and_d_finds_the_letter_with_a_stroke() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị sửa đường Lò Văn Giá đang ngập").await;
    ward.hand_in(&ward.women, "Đề nghị lắp đèn bản Cá").await;
    for typed in ["duong", "ĐƯỜNG", "đuong", "lo van gia", "ngap duong", "dang"] {
        let page = ward.office.get(&format!("/search?q={}", typed.replace(' ', "+"))).await.is(200);
        let page = page.see("Tìm thấy 1 kết quả").not_see("bản Cá");
        assert!(page.links().iter().any(|link| link.href == issue), "{typed}");
    }
    // Whole words: a piece of one finds nothing.
    ward.office.get("/search?q=duon").await.is(200).see("Không tìm thấy nội dung nào");
    // What was asked for is marked in its own letters.
    let page = ward.office.get("/search?q=duong+ngap").await;
    assert_eq!(page.texts("mark"), ["đường", "ngập"]);
}

#[tokio::test]
async fn b114_decomposed_letters_find_the_same_as_composed_ones() {
    let ward = Ward::new().await;
    let decomposed: String = "Đề nghị nạo vét cống bản Bôm".nfd().collect();
    ward.hand_in(&ward.women, &decomposed).await;
    let composed = ward.office.get("/search?q=n%E1%BA%A1o+v%C3%A9t").await.see("Tìm thấy 1 kết quả");
    let typed: String = "nạo vét".nfd().collect();
    let typed = percent_encoding::utf8_percent_encode(&typed, percent_encoding::NON_ALPHANUMERIC).to_string();
    let other = ward.office.get(&format!("/search?q={typed}")).await.see("Tìm thấy 1 kết quả");
    assert_eq!(composed.texts("mark"), other.texts("mark"));
}

#[tokio::test]
async fn quoted_words_stand_in_a_row_and_filters_narrow() {
    let ward = Ward::new().await;
    ward.hand_in(&ward.women, "Nạo vét cống thoát nước").await;
    ward.app.at("2025-03-05 08:00");
    let later = ward.accepted("Cống vét nạo chưa sạch").await;
    ward.office.get("/search?q=nao+vet").await.see("Tìm thấy 2 kết quả");
    ward.office.get("/search?q=%22nao+vet%22").await.see("Tìm thấy 1 kết quả").see("thoát nước");
    ward.office.get("/search?q=cong&kind=issue&state=accepted").await.see("Tìm thấy 1 kết quả").see("chưa sạch");
    ward.office.get("/search?q=cong&from=05%2F03%2F2025").await.see("Tìm thấy 1 kết quả").see("chưa sạch");
    ward.office.get("/search?q=cong&to=04%2F03%2F2025").await.see("Tìm thấy 1 kết quả").see("thoát");
    ward.office.get("/search?q=cong&kind=report").await.see("Không tìm thấy").see("Thử bỏ bớt bộ lọc");
    ward.office.get("/search?q=cong&unit=03667").await.see("Tìm thấy 2 kết quả");
    ward.office.get("/search?q=cong&unit=11413").await.see("Không tìm thấy");
    let form = ward.office.get(&format!("{later}/classify")).await.is(200);
    let sent = [("issue_field", "transport-drainage"), ("competence", "commune"), ("public_wording", "Thông cống")];
    ward.office.fill(&form, &sent).await.is(303);
    // An upper field finds what stands below it; the index follows in the same step.
    ward.office.get("/search?q=thong+cong&field=transport").await.see("Tìm thấy 1 kết quả");
    ward.office.get("/search?q=cong&field=education").await.see("Không tìm thấy");
}

#[tokio::test]
async fn the_newest_day_comes_first_and_pages_follow_each_other() {
    let ward = Ward::new().await;
    for day in 3..=9 {
        for time in ["08:00", "09:00", "10:00", "11:00"] {
            ward.app.at(&format!("2025-03-{day:02} {time}"));
            ward.hand_in(&ward.women, &format!("Cống tắc ngày {day} lúc {time}")).await;
        }
    }
    let first = ward.office.get("/search?q=cong+tac").await.see("Tìm thấy 28 kết quả");
    let second = ward.office.get("/search?q=cong+tac&page=2").await.is(200);
    let texts = |page: &crate::support::Page| page.texts(".dt-found__link");
    let days: Vec<String> = [texts(&first), texts(&second)].concat();
    assert_eq!((texts(&first).len(), texts(&second).len()), (20, 8));
    let day = |text: &String| text.split(' ').nth(3).unwrap().parse::<u32>().unwrap();
    assert!(days.is_sorted_by(|a, b| day(a) >= day(b)), "{days:?}");
    let mut different = days.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 28);
}

#[tokio::test]
async fn nonsense_is_a_question_like_any_other() {
    let ward = Ward::new().await;
    ward.hand_in(&ward.women, "Cống tắc").await;
    let long = "x".repeat(10_000);
    let words = "cong ".repeat(2_000);
    let nonsense = [
        "*",
        "\"",
        "\"\"",
        "cong*",
        "cong AND",
        "cong OR tac",
        "NEAR(cong tac)",
        "-cong",
        "^cong",
        "words:cong",
        "'; DROP TABLE searchable; --",
        "(",
        ")",
        "cong & | ! <-> tac",
        "%",
        "_",
        "😀",
        "\\",
        "cong:*",
        "_kissue",
        "_u03667",
        &long,
        &words,
        "東京",
        "\u{202E}cong",
    ];
    for typed in nonsense {
        let encoded = percent_encoding::utf8_percent_encode(typed, percent_encoding::NON_ALPHANUMERIC).to_string();
        for rest in [
            "",
            &*format!("&unit={long}&field={long}&state=issue-{long}"),
            "&kind=x&unit=x&field='&state=x&from=99%2F99%2F9999&to=x&page=0",
            "&page=99999999",
        ] {
            ward.office.get(&format!("/search?q={encoded}{rest}")).await.is(200);
        }
    }
    // A page that there is not is the last one.
    ward.office.get("/search?q=cong&page=99").await.see("Tìm thấy 1 kết quả").see("Cống tắc");
    ward.office.get("/search").await.is(200).see("Gõ từ cần tìm").see("Không cần gõ dấu");
    ward.office.get("/search?q=cong*").await.see("Tìm thấy 1 kết quả");
    // Marks of the index are no words that somebody can type.
    ward.office.get("/search?q=_kissue").await.see("Không tìm thấy");
}

#[tokio::test]
async fn every_page_of_somebody_signed_in_has_the_box() {
    let ward = Ward::new().await;
    let auditor = ward.app.person("Kiểm Mẫu", "03667", BodyKind::PartyOffice, &[Role::Auditor]).await;
    for who in [&ward.office, &ward.women, &auditor] {
        let form = who.get("/account").await.is(200).form_with(&["q"]);
        assert_eq!(form.action, "/search");
    }
    assert_eq!(ward.app.visitor().get("/help").await.count("#header-search"), 0);
    ward.app.visitor().get("/search?q=cong").await.is(303);
}

#[tokio::test]
async fn a_thing_with_two_texts_counts_once_and_shows_the_one_without_persons() {
    let ward = Ward::new().await;
    for number in 0..3 {
        ward.hand_in(&ward.women, &format!("Bà Lò Thị Kín hỏi về cống số {number}")).await;
    }
    let ctx = ward.office.ctx().await;
    let wanted = Wanted { question: Question::read("cống"), ..Wanted::default() };
    let first = find(ward.app.read(), &ctx, &wanted, PageRequest { number: 1, size: 2 }).await.unwrap();
    assert_eq!((first.total, first.rows.len()), (3, 2));
    assert!(first.rows.iter().all(|row| row.text.starts_with("Bà [họ tên] hỏi")), "{:?}", first.rows);
    // What is asked for are things, not texts.
    let (reach, word) = ([doithoai::issues::text_reach(&ctx)], Term::Word("cong".into()));
    assert_eq!(places(ward.app.read(), &reach, &word, (None, None), 2).await.unwrap().len(), 2);
}
