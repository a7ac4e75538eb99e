//! An organisation hands in: form, receipt, changing, taking back, kinds with their own procedure, files, rights.

use doithoai::issues::{Channel, StateWord, of_session};
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use entity::{denunciation_note, issue_identity};
use sea_orm::EntityTrait;

use super::{Ward, press};

#[tokio::test]
async fn an_issue_is_handed_in_and_followed_by_its_receipt_without_an_account() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị nạo vét cống đường Lò Văn Giá").await;
    let receipt = ward.issue(&issue).await.receipt_code;
    ward.women.get(&issue).await.is(200).see(&receipt).see("Chờ xử lý");
    let visitor = ward.app.visitor();
    let typed = format!("/track?code={}-{}", receipt[..5].to_lowercase(), &receipt[5..]);
    // The visitor learns the state, nothing of the wording.
    visitor.get(&typed).await.is(200).see("đã nhận và đang xem xét").not_see("Lò Văn Giá");
    let other = if receipt.starts_with('A') { 'B' } else { 'A' };
    let wrong = format!("{other}{}", &receipt[1..]);
    visitor.get(&format!("/track?code={wrong}")).await.is(422).see("Mã biên nhận không đúng");
}

#[tokio::test]
async fn b075_changed_before_acceptance_not_after_and_again_after_return() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị lắp đèn đường").await;
    let form = ward.women.get(&format!("{issue}/edit")).await.is(200);
    ward.women.fill(&form, &[("issue_wording", "Đề nghị lắp đèn đường bản Cá"), ("act", "save")]).await.is(303);
    let page = ward.office.get(&format!("{issue}/decide?what=return")).await;
    ward.office.fill(&page, &[("reason", "Ghi rõ đoạn đường")]).await.is(422);
    let sent = ward.office.fill(&page, &[("reason", "Ghi rõ đoạn đường"), ("act", "return")]).await.is(303);
    ward.office.follow(sent).await.see("Trả lại");
    ward.women.get("/issues/own?state=returned").await.see("bản Cá");
    let form = ward.women.get(&format!("{issue}/edit")).await.is(200);
    ward.women.fill(&form, &[("issue_wording", "Đề nghị lắp đèn đường bản Cá, từ cầu đến chợ"), ("act", "submit")]).await.is(303);
    ward.decide(&issue, "accept").await.is(303);
    ward.women.get(&format!("{issue}/edit")).await.is(422);
    let late = [("version", "9"), ("issue_kind", "proposal"), ("issue_wording", "x"), ("people", "1"), ("channel", "paper")];
    ward.women.post(&format!("{issue}/edit"), &late).await.is(422);
    assert_eq!(ward.issue(&issue).await.content.wording, "Đề nghị lắp đèn đường bản Cá, từ cầu đến chợ");
}

#[tokio::test]
async fn b092_after_the_last_day_it_is_marked_late_and_after_the_beginning_refused() {
    let ward = Ward::new().await;
    ward.app.at("2025-04-15 23:59");
    let in_time = ward.hand_in(&ward.women, "Đúng hạn").await;
    ward.app.at("2025-04-16 00:00");
    let late = ward.hand_in(&ward.women, "Quá hạn một phút").await;
    assert!(!ward.issue(&in_time).await.late);
    assert!(ward.issue(&late).await.late);
    ward.office.get("/issues?late=yes").await.see("Quá hạn một phút").not_see("Đúng hạn");
}

#[tokio::test]
async fn nothing_typed_is_lost_when_the_form_is_refused() {
    let ward = Ward::new().await;
    let page = ward
        .typed(&ward.women, &[("issue_wording", "Đường hỏng"), ("people", "không rõ"), ("village", "Bản Bôm"), ("act", "submit")])
        .await;
    let page = page.is(422).see("Đường hỏng");
    assert_eq!(page.error_at("people").unwrap(), "Số người cùng ý kiến: hãy nhập một số");
    let kept = page.form_with(&["village"]).fields.into_iter().find(|(name, _)| name == "village").unwrap().1;
    assert_eq!(kept, "Bản Bôm");
    assert!(of_session(ward.app.read(), ward.session, &[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn one_form_brings_several_contents_each_with_a_receipt_of_its_own() {
    let ward = Ward::new().await;
    let typed = [
        ("issue_wording", "Đề nghị lắp đèn đường"),
        ("issue_wording_2", "Đề nghị nạo vét cống"),
        ("issue_wording_5", "Đề nghị thu gom rác"),
        ("people", "30"),
        ("village", "Bản Cá"),
        ("channel", "paper"),
        ("petitioner_name", "Lò Thị Mẫu"),
        ("act", "submit"),
    ];
    let sent = ward.typed(&ward.women, &typed).await.is(303);
    let list = ward.women.follow(sent).await.see("Đã gửi mỗi nội dung thành một ý kiến riêng");
    let all = of_session(ward.app.read(), ward.session, &[StateWord::Submitted]).await.unwrap();
    let mut wordings: Vec<_> = all.iter().map(|issue| &*issue.content.wording).collect();
    wordings.sort_unstable();
    assert_eq!(wordings, ["Đề nghị lắp đèn đường", "Đề nghị nạo vét cống", "Đề nghị thu gom rác"]);
    let receipts: std::collections::HashSet<_> = all.iter().map(|issue| issue.receipt_code.clone()).collect();
    assert_eq!(receipts.len(), 3);
    for issue in &all {
        let content = &issue.content;
        assert_eq!((content.people, &*content.village, content.channel), (30, "Bản Cá", Channel::Paper));
        ward.women.get(&format!("/issues/{}", issue.id)).await.see(&issue.receipt_code);
    }
    let _ = receipts.iter().fold(list, |list, receipt| list.see(receipt));
    assert_eq!(issue_identity::Entity::find().all(ward.app.read()).await.unwrap().len(), 3);
    assert_eq!(ward.app.audit_count(Some("issue.submitted")).await, 3);
    // All or none: what is there already is refused where it was typed, and the other one is not kept.
    let again = [("issue_wording", "Đề nghị mở lớp"), ("issue_wording_3", "đề nghị nạo vét CỐNG"), ("act", "submit")];
    let page = ward.typed(&ward.women, &again).await.is(422).see("Đề nghị mở lớp");
    assert!(page.error_at("issue_wording_3").is_some());
    assert_eq!(of_session(ward.app.read(), ward.session, &[]).await.unwrap().len(), 3);
    // A sign of a denunciation in any of them stops all.
    let suspect = [("issue_wording", "Đề nghị mở lớp"), ("issue_wording_2", "Tôi tố cáo ông chủ tịch"), ("act", "submit")];
    ward.typed(&ward.women, &suspect).await.is(422).see("Tôi đã đọc lại");
    assert_eq!(of_session(ward.app.read(), ward.session, &[]).await.unwrap().len(), 3);
    // A complaint goes its own way, one at a time.
    let form = ward.women.get(&format!("/issues/new?session={}&kind=complaint", ward.session)).await.is(200);
    form.not_see("issue_wording_2");
}

#[tokio::test]
async fn a_draft_is_its_organisations_secret() {
    let ward = Ward::new().await;
    let page = ward.typed(&ward.women, &[("issue_wording", "Chưa gửi"), ("act", "save")]).await.is(303);
    let draft = page.location().unwrap();
    ward.women.get(&draft).await.is(200).see("Bản nháp").see("Gửi đến văn phòng");
    ward.office.get(&draft).await.is(404);
    ward.office.get("/issues").await.not_see("Chưa gửi");
    let page = ward.women.get(&draft).await;
    press(&ward.women, &page, &format!("{draft}/submit")).await.is(303);
    ward.office.get(&draft).await.is(200).see("Chưa gửi");
}

#[tokio::test]
async fn a_denunciation_is_led_away_and_only_number_and_date_are_noted() {
    let ward = Ward::new().await;
    let page = ward.women.get(&format!("/issues/new?session={}", ward.session)).await.is(200).see("Khiếu nại");
    let page = ward.women.fill(&page, &[("kind", "denunciation")]).await.is(200);
    let page = page.see("Tố cáo không nhận qua hệ thống này").see("Ủy ban Kiểm tra");
    assert_eq!(page.count("textarea"), 0);
    ward.women.fill(&page, &[("note_number", "Đơn của ông Tư"), ("noted_on", "3/3/2025")]).await.is(422);
    ward.women.fill(&page, &[("note_number", "12/2025"), ("noted_on", "3/3/2025")]).await.is(303);
    let notes = denunciation_note::Entity::find().all(ward.app.read()).await.unwrap();
    assert_eq!(notes.iter().map(|note| note.number.as_str()).collect::<Vec<_>>(), ["12/2025"]);
    ward.office.get("/issues/denunciations").await.is(200).see("12/2025");
    // Even a forged form stores nothing.
    let forged = [
        ("session", &*ward.session.to_string()),
        ("body", &*ward.women.body.id.to_string()),
        ("issue_kind", "denunciation"),
        ("issue_wording", "Ông Tư lấy tiền"),
        ("people", "1"),
        ("channel", "paper"),
        ("act", "submit"),
    ];
    ward.women.post("/issues", &forged).await.is(422);
    assert!(of_session(ward.app.read(), ward.session, &[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn words_that_sound_like_a_denunciation_ask_to_look_again() {
    let ward = Ward::new().await;
    let words = [("issue_wording", "Đề nghị tuyên truyền phòng, chống tham nhũng"), ("act", "submit")];
    let page = ward.typed(&ward.women, &words).await.is(422).see("tham nhũng");
    assert!(page.error_at("confirmed").is_some());
    let page = ward.women.fill(&page, &[("confirmed", "yes"), ("act", "submit")]).await.is(303);
    ward.women.follow(page).await.see("Chờ xử lý");
}

#[tokio::test]
async fn a_complaint_goes_its_own_way_with_the_letter_shown() {
    let ward = Ward::new().await;
    let form = ward.women.get(&format!("/issues/new?session={}&kind=complaint", ward.session)).await.is(200);
    let page =
        ward.women.fill(&form, &[("issue_wording", "Không đồng ý quyết định thu hồi đất"), ("act", "submit")]).await.is(303);
    let issue = page.location().unwrap();
    assert_eq!(ward.state(&issue).await, StateWord::Diverted);
    ward.women.get(&issue).await.see("Luật Khiếu nại số 02/2011/QH13").see("90 ngày");
    ward.office.get(&issue).await.not_see("Đưa ra hội nghị</button>");
}

#[tokio::test]
async fn the_same_wording_twice_is_refused_in_any_form_of_letters() {
    let ward = Ward::new().await;
    ward.hand_in(&ward.women, "Đề nghị sửa cầu").await;
    // The same words decomposed (NFD) and in capitals.
    let again = "ĐE\u{302}\u{300} NGHI\u{323} SỬA CẦU";
    let page = ward.typed(&ward.women, &[("issue_wording", again), ("act", "submit")]).await.is(422);
    assert_eq!(page.error_at("issue_wording").unwrap(), "Tổ chức đã nhập ý kiến có cùng nội dung cho hội nghị này");
}

#[tokio::test]
async fn the_petitioner_is_seen_by_office_and_own_organisation_only_and_looks_are_recorded() {
    let ward = Ward::new().await;
    let fields = [
        ("issue_wording", "Đề nghị cấp nước"),
        ("petitioner_name", "Hoàng Thị Bịa"),
        ("petitioner_contact", "0900 000 000"),
        ("act", "submit"),
    ];
    let issue = ward.typed(&ward.women, &fields).await.is(303).location().unwrap();
    ward.office.get(&issue).await.is(200).not_see("Hoàng Thị Bịa");
    ward.office.get("/issues").await.not_see("Hoàng Thị Bịa");
    ward.office.post(&format!("{issue}/identity"), &[]).await.is(200).see("Hoàng Thị Bịa").see("0900 000 000");
    assert_eq!(ward.app.audit_count(Some("identity.read")).await, 1);
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    farmers.post(&format!("{issue}/identity"), &[]).await.is(404);
    let leader = ward.app.person("Bí Thư Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Leader]).await;
    let page = leader.get(&issue).await.is(200).not_see("Hoàng Thị Bịa");
    assert!(!page.forms().iter().any(|form| form.action.ends_with("/identity")));
    leader.post(&format!("{issue}/identity"), &[]).await.is(404);
    let kept = issue_identity::Entity::find().all(ward.app.read()).await.unwrap();
    assert_eq!(kept.len(), 1);
    for entry in entity::audit_entry::Entity::find().all(ward.app.read()).await.unwrap() {
        assert!(!entry.facts.contains("Bịa") && !entry.facts.contains("cấp nước"), "{}", entry.facts);
    }
}

#[tokio::test]
async fn another_organisation_and_another_ward_find_nothing_and_it_is_recorded() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị mở rộng trường").await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    farmers.get(&issue).await.is(404);
    farmers.get("/issues/own").await.not_see("mở rộng trường");
    let stranger = ward.app.person("Ai Đó", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    stranger.get(&issue).await.is(404);
    stranger.get("/issues").await.not_see("mở rộng trường");
    assert_eq!(ward.app.audit_count(Some("access.denied")).await, 2);
    farmers.get(&format!("{issue}/edit")).await.is(404);
    farmers.post(&format!("{issue}/submit"), &[("version", "1")]).await.is(404);
    let economy = ward.economy().await;
    economy.get(&issue).await.is(404);
}

#[tokio::test]
async fn files_are_taken_by_content_and_given_back_for_saving_only() {
    let ward = Ward::new().await;
    let session = ward.session.to_string();
    let body = ward.women.body.id.to_string();
    let fields = [
        ("session", &*session),
        ("body", &*body),
        ("issue_kind", "proposal"),
        ("issue_wording", "Đề nghị sửa mương"),
        ("people", "3"),
        ("channel", "paper"),
        ("act", "submit"),
    ];
    let html = b"<html><script>alert(1)</script>";
    let page = ward.women.upload("/issues", &fields, &[("files", "ảnh.pdf", html)]).await.is(422).see("Đề nghị sửa mương");
    assert!(page.error_at("files").unwrap().contains("không thuộc loại được nhận"));
    let pdf = b"%PDF-1.7 mau";
    let page = ward.women.upload("/issues", &fields, &[("files", "Đơn đề nghị.pdf", pdf)]).await.is(303);
    let issue = page.location().unwrap();
    let shown = ward.office.get(&issue).await.see("Đơn đề nghị.pdf");
    let file = shown.links().into_iter().find(|link| link.href.contains("/files/")).unwrap().href;
    let got = ward.office.get(&file).await.is(200);
    assert_eq!(got.body, pdf);
    assert_eq!(got.header("content-type"), Some("application/pdf"));
    assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(got.header("content-security-policy"), Some("default-src 'none'; sandbox"));
    let disposition = got.header("content-disposition").unwrap();
    assert_eq!(
        disposition,
        "attachment; filename=\"don_de_nghi.pdf\"; filename*=UTF-8''%C4%90%C6%A1n%20%C4%91%E1%BB%81%20ngh%E1%BB%8B.pdf"
    );
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    farmers.get(&file).await.is(404);
    ward.app.visitor().get(&file).await.is(303);
}

#[tokio::test]
async fn an_issue_is_taken_back_until_it_is_chosen() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị A").await;
    let page = ward.women.get(&format!("{issue}/withdraw")).await.is(200);
    press(&ward.women, &page, &format!("{issue}/withdraw")).await.is(303);
    assert_eq!(ward.state(&issue).await, StateWord::Withdrawn);
    let chosen = ward.accepted("Đề nghị B").await;
    ward.decide(&chosen, "select").await.is(303);
    let page = ward.women.get(&format!("{chosen}/withdraw")).await.is(200);
    press(&ward.women, &page, &format!("{chosen}/withdraw")).await.is(422);
}
