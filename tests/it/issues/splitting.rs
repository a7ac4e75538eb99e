//! One opinion with several contents: numbers, receipt, putting together again, and what the submitter sees.

use doithoai::issues::StateWord;

use super::{Ward, press};
use crate::support::{Page, Person};

/// `office` takes an issue apart into these contents.
pub(super) async fn split(office: &Person, issue: &str, parts: &[&str]) -> Page {
    let form = office.get(&format!("{issue}/split")).await.is(200);
    let names: Vec<String> = (1..=parts.len()).map(|row| format!("part_wording_{row}")).collect();
    let mut fields: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(parts.iter().copied()).collect();
    fields.push(("act", "split"));
    office.fill(&form, &fields).await
}

impl Ward {
    async fn split(&self, issue: &str, parts: &[&str]) -> Page {
        split(&self.office, issue, parts).await
    }

    /// The address of the issue with this number.
    pub(super) async fn numbered(&self, number: i32) -> String {
        let all = doithoai::issues::of_session(self.app.read(), self.session, &[]).await.unwrap();
        let id = all.into_iter().find(|issue| issue.number == Some(number)).unwrap().id;
        format!("/issues/{id}")
    }
}

const BOTH: &str = "Cống bản Cá tắc; đèn đường hỏng đã lâu";

#[tokio::test]
async fn the_original_keeps_number_and_receipt_and_each_content_goes_its_own_way() {
    let ward = Ward::new().await;
    let whole = ward.accepted(BOTH).await;
    let receipt = ward.issue(&whole).await.receipt_code;
    ward.split(&whole, &["Nạo vét cống bản Cá", "Thay đèn đường bản Cá"]).await.is(303);
    let kept = ward.issue(&whole).await;
    assert_eq!((kept.number, kept.receipt_code.as_str(), kept.state.word()), (Some(1), receipt.as_str(), StateWord::Split));
    let (drain, lamps) = (ward.numbered(2).await, ward.numbered(3).await);
    assert_eq!((ward.state(&drain).await, ward.state(&lamps).await), (StateWord::Accepted, StateWord::Accepted));
    assert_eq!(ward.issue(&drain).await.submitter, Some(ward.women.body.id));
    ward.decide(&drain, "select").await.is(303);
    // The office and the organisation see the parts of the whole, and the whole of a part.
    for who in [&ward.office, &ward.women] {
        who.get(&whole).await.is(200).see("Các nội dung đã tách").see("Nạo vét cống bản Cá").see("Thay đèn đường bản Cá");
        who.get(&drain).await.is(200).see("Tách ra từ").see("Ý kiến số 1");
    }
    // One receipt tells how each content stands.
    let page = ward.app.visitor().get(&format!("/track?code={receipt}")).await.is(200);
    page.see("gồm nhiều nội dung").see("Nội dung 1").see("Đưa ra hội nghị").see("Nội dung 2").see("Đã tiếp nhận");
    // A part is not taken back by itself, and is no whole.
    ward.women.get(&lamps).await.not_see("Rút ý kiến");
    ward.women.post(&format!("{lamps}/withdraw"), &[("version", "1")]).await.is(422);
    ward.office.get(&format!("{whole}/classify")).await.is(200);
    let version = ward.issue(&whole).await.version.to_string();
    ward.office.post(&format!("{whole}/decide"), &[("version", &version), ("act", "select")]).await.is(422);
}

#[tokio::test]
async fn rows_are_added_without_a_script_and_what_was_typed_stays() {
    let ward = Ward::new().await;
    let whole = ward.accepted(BOTH).await;
    let form = ward.office.get(&format!("{whole}/split")).await.is(200);
    assert_eq!(form.count("textarea"), 3);
    let typed = [("part_wording_1", "Nạo vét cống"), ("act", "row")];
    let more = ward.office.fill(&form, &typed).await.is(200);
    assert_eq!((more.count("textarea"), more.errors().len()), (5, 0));
    let more = more.see("Nạo vét cống");
    assert_eq!(ward.state(&whole).await, StateWord::Accepted);
    // One content alone is no split; nothing happens.
    let again = ward.office.fill(&more, &[("act", "split")]).await.is(422);
    assert!(again.error_at("part_wording_1").is_some_and(|why| why.contains("Nhập ít nhất hai nội dung")));
    let field = [("part_wording_2", "Đèn"), ("part_field_2", "khong-co"), ("act", "split")];
    ward.office.fill(&more, &field).await.is(422);
    assert_eq!(ward.state(&whole).await, StateWord::Accepted);
}

#[tokio::test]
async fn it_is_put_together_again_while_no_content_went_on() {
    let ward = Ward::new().await;
    let whole = ward.hand_in(&ward.women, BOTH).await;
    ward.split(&whole, &["Nạo vét cống", "Thay đèn", "Đặt biển báo"]).await.is(303);
    assert_eq!(ward.issue(&whole).await.number, Some(1));
    let page = ward.office.get(&whole).await;
    let lamps = ward.numbered(3).await;
    ward.decide(&lamps, "written").await.is(303);
    press(&ward.office, &page, &format!("{whole}/unsplit")).await.is(422).see("Nội dung số 3 đã được xử lý tiếp");
    ward.decide(&lamps, "accept").await.is(303);
    let page = ward.office.get(&whole).await;
    press(&ward.office, &page, &format!("{whole}/unsplit")).await.is(303);
    // As it was: waiting for the office, with the number that it keeps.
    assert_eq!((ward.state(&whole).await, ward.issue(&whole).await.number), (StateWord::Submitted, Some(1)));
    assert_eq!(ward.state(&lamps).await, StateWord::Withdrawn);
    ward.office.get(&whole).await.not_see("Các nội dung đã tách");
    // Split again: numbers go on, none is given twice.
    ward.split(&whole, &["Nạo vét cống", "Thay đèn"]).await.is(303);
    assert_eq!(ward.state(&ward.numbered(5).await).await, StateWord::Accepted);
    ward.office.get(&whole).await.see("5. Nạo vét").not_see("Đặt biển báo");
}

#[tokio::test]
async fn a_content_can_be_merged_and_its_answer_reaches_the_one_receipt() {
    let ward = Ward::new().await;
    let main = ward.accepted("Nạo vét cống bản Cá").await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let whole = ward.hand_in(&farmers, BOTH).await;
    ward.split(&whole, &["Cống bản Cá tắc", "Đèn hỏng"]).await.is(303);
    let drain = ward.numbered(3).await;
    let version = ward.issue(&drain).await.version.to_string();
    let target = main.trim_start_matches("/issues/");
    ward.office.post(&format!("{drain}/merge"), &[("version", &version), ("merge_target", target)]).await.is(303);
    ward.decide(&main, "select").await.is(303);
    let receipt = ward.issue(&whole).await.receipt_code;
    let page = ward.app.visitor().get(&format!("/track?code={receipt}")).await.is(200);
    page.see("Nội dung 1").see("Đưa ra hội nghị").not_see("Đã gộp");
    // What carries others stays whole, and a split one takes nothing in.
    ward.split(&main, &["Một", "Hai"]).await.is(422);
    let other = ward.accepted("Việc khác").await;
    let version = ward.issue(&other).await.version.to_string();
    let target = whole.trim_start_matches("/issues/");
    ward.office.post(&format!("{other}/merge"), &[("version", &version), ("merge_target", target)]).await.is(422);
}

#[tokio::test]
async fn two_of_the_office_do_not_split_twice_and_strangers_not_at_all() {
    let ward = Ward::new().await;
    let whole = ward.accepted(BOTH).await;
    let form = ward.office.get(&format!("{whole}/split")).await.is(200);
    let fields = [("part_wording_1", "Một"), ("part_wording_2", "Hai"), ("act", "split")];
    ward.office.fill(&form, &fields).await.is(303);
    ward.office.fill(&form, &fields).await.is(409);
    ward.women.post(&format!("{whole}/unsplit"), &[("version", "3")]).await.is(404);
    ward.women.get(&format!("{whole}/split")).await.is(404);
    // The original and its two parts, no more.
    assert_eq!(doithoai::issues::of_session(ward.app.read(), ward.session, &[]).await.unwrap().len(), 3);
}
