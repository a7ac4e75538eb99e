//! Receipts, and notices of reception within ten working days.

use entity::issue_notice;
use sea_orm::EntityTrait;

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::{Ward, press};

#[tokio::test]
async fn the_receipt_says_how_to_follow_it_and_names_nobody() {
    let ward = Ward::new().await;
    let fields = [("issue_wording", "Đề nghị cấp nước"), ("petitioner_name", "Hoàng Thị Bịa"), ("act", "submit")];
    let issue = ward.typed(&ward.women, &fields).await.is(303).location().unwrap();
    let code = ward.issue(&issue).await.receipt_code;
    for who in [&ward.women, &ward.office] {
        let paper = who.get(&ward.women.get(&issue).await.link("In giấy biên nhận")).await.is(200);
        let paper = paper
            .see("Giấy biên nhận")
            .see(&code)
            .see("/track?code=")
            .see("03/03/2025")
            .see("Hội Liên hiệp Phụ nữ")
            .see("10 ngày làm việc");
        paper.not_see("Đề nghị cấp nước").not_see("Hoàng Thị Bịa");
    }
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let leader = ward.app.person("Bí Thư Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Leader]).await;
    for who in [&farmers, &leader] {
        who.get(&format!("{issue}/receipt")).await.is(404);
    }
    // A draft was received by nobody.
    let draft = ward.typed(&ward.women, &[("issue_wording", "Chưa gửi"), ("act", "save")]).await.is(303).location().unwrap();
    ward.women.get(&format!("{draft}/receipt")).await.is(404);
}

#[tokio::test]
async fn a_notice_is_owed_for_ten_working_days_and_reminded_of_before_the_last() {
    let ward = Ward::new().await;
    // Handed in on Monday 3 March 2025: ten working days end on Monday 17 March.
    let issue = ward.hand_in(&ward.women, "Đề nghị cấp nước").await;
    let list = ward.office.get("/issues/notices").await.is(200);
    assert_eq!(list.count("input[name=notices]"), 1);
    list.see("17/03/2025").see("Hội Phụ nữ");
    ward.office.get("/").await.not_see("thông báo tiếp nhận");
    ward.app.at("2025-03-14 08:00");
    ward.office.get("/").await.see("Gửi thông báo tiếp nhận cho 1 ý kiến");
    ward.app.at("2025-03-18 08:00");
    ward.office.get("/issues/notices").await.see("Quá hạn");
    // The paper speaks of what was decided.
    ward.decide(&issue, "accept").await.is(303);
    ward.office.get(&format!("{issue}/notice")).await.is(200).see("đã được thụ lý").see("mang số 1").not_see("Đề nghị cấp nước");
    ward.women.get(&format!("{issue}/notice")).await.is(404);
    let list = ward.office.get("/issues/notices").await.is(200);
    let page = ward.office.fill(&list, &[("sent_on", "18/3/2025"), ("notice_way", "post")]).await.is(422);
    assert!(page.error_at("notices").is_some());
    let id = issue.trim_start_matches("/issues/");
    let ahead = [("notices", id), ("sent_on", "19/3/2025"), ("notice_way", "post")];
    assert!(ward.office.post("/issues/notices", &ahead).await.is(422).error_at("sent_on").is_some());
    let early = [("notices", id), ("sent_on", "2/3/2025"), ("notice_way", "post")];
    assert!(ward.office.post("/issues/notices", &early).await.is(422).error_at("sent_on").is_some());
    let sent = [("notices", id), ("sent_on", "18/3/2025"), ("notice_way", "post")];
    ward.office.post("/issues/notices", &sent).await.is(303);
    ward.office.get("/issues/notices").await.see("Không còn thông báo nào phải gửi");
    ward.office.get("/").await.not_see("thông báo tiếp nhận");
    ward.women.get(&issue).await.see("Đã gửi ngày 18/03/2025").see("Qua bưu điện");
    assert_eq!(ward.app.audit_count(Some("issue.notice-sent")).await, 1);
}

#[tokio::test]
async fn one_wrong_notice_among_many_records_none() {
    let ward = Ward::new().await;
    let (first, second) = (ward.hand_in(&ward.women, "Việc một").await, ward.hand_in(&ward.women, "Việc hai").await);
    let page = ward.women.get(&first).await;
    assert!(page.links().iter().all(|link| !link.href.ends_with("/notice")));
    let withdraw = ward.women.get(&format!("{first}/withdraw")).await.is(200);
    press(&ward.women, &withdraw, &format!("{first}/withdraw")).await.is(303);
    let ids: Vec<&str> = [&second, &first].map(|address| address.trim_start_matches("/issues/")).into();
    let both = [("notices", ids[0]), ("notices", ids[1]), ("sent_on", "3/3/2025"), ("notice_way", "personally")];
    ward.office.post("/issues/notices", &both).await.is(422).see("không còn phải gửi");
    assert!(issue_notice::Entity::find().all(ward.app.read()).await.unwrap().is_empty());
    // Another unit's office does not know of it.
    let stranger = ward.app.person("Ai Đó", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    let one = [("notices", ids[0]), ("sent_on", "3/3/2025"), ("notice_way", "personally")];
    stranger.post("/issues/notices", &one).await.is(404);
}

#[tokio::test]
async fn a_split_opinion_owes_one_notice_and_a_forwarded_one_still_does() {
    let ward = Ward::new().await;
    let whole = ward.accepted("Cống tắc; đèn hỏng").await;
    let form = ward.office.get(&format!("{whole}/split")).await.is(200);
    let parts = [("part_wording_1", "Nạo vét cống"), ("part_wording_2", "Thay đèn"), ("act", "split")];
    ward.office.fill(&form, &parts).await.is(303);
    let list = ward.office.get("/issues/notices").await.is(200);
    assert_eq!(list.count("input[name=notices]"), 1);
    ward.office.get(&format!("{whole}/notice")).await.is(200).see("tách thành từng nội dung");
    let all = doithoai::issues::of_session(ward.app.read(), ward.session, &[]).await.unwrap();
    let part = all.iter().find(|issue| issue.links.split_from.is_some()).unwrap();
    ward.office.get(&format!("/issues/{}/notice", part.id)).await.is(404);
    ward.office.get(&format!("/issues/{}/receipt", part.id)).await.is(404);

    ward.app.activate("14").await;
    ward.app.announced("14", crate::support::details("Đối thoại của tỉnh", "2025-05-20 08:00")).await;
    let sent = ward.accepted("Sửa đường tỉnh 106").await;
    let version = ward.issue(&sent).await.version.to_string();
    let fields = [("version", version.as_str()), ("forward_wording", "Sửa đường tỉnh 106"), ("forward_to", "14")];
    ward.office.post(&format!("{sent}/forward"), &fields).await.is(303);
    let list = ward.office.get("/issues/notices").await.is(200);
    assert_eq!(list.count("input[name=notices]"), 2);
    ward.office.get(&format!("{sent}/notice")).await.is(200).see("đã được chuyển đến tỉnh Sơn La");
}
