//! Drafting, signing, publishing and printing a conclusion notice.

use doithoai::followups::actions::conclusions;
use entity::outbox;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{DRAIN, LAMPS, Ward, version};

#[tokio::test]
async fn promises_become_tasks_and_the_signature_makes_commitments_of_them() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let told: Vec<_> = commitments
        .iter()
        .map(|one| (one.number, one.wording.as_str(), one.lead, one.due_on.to_string(), one.assigned_on.to_string()))
        .collect();
    let lead = ward.economy.body.id;
    assert_eq!(
        told,
        [
            (1, DRAIN, lead, "2025-09-30".to_owned(), "2025-09-08".to_owned()),
            (2, LAMPS, lead, "2025-10-31".to_owned(), "2025-09-08".to_owned()),
        ]
    );
    assert!(commitments.iter().all(|one| doithoai::kernel::ids::is_public_code(&one.code) && one.code.len() == 7));
    assert_eq!(ward.app.audit_count(Some("commitment.assigned")).await, 2);
    assert_eq!(ward.app.audit_count(Some("conclusion.signed")).await, 1);
    // The lead agency is told of each, and the office that there is something to publish.
    for (begin, count) in [("commitment-assigned/", 2), ("conclusion-signed/", 1)] {
        let rows = outbox::Entity::find().filter(outbox::Column::Key.starts_with(begin)).all(ward.app.read()).await.unwrap();
        assert_eq!(rows.len(), count, "{begin}");
    }
    ward.economy.get("/commitments/desk").await.is(200).see(DRAIN).see(LAMPS).see("Đã giao");
}

#[tokio::test]
async fn b076_a_draft_is_known_to_office_and_leader_only() {
    let ward = Ward::new().await;
    let id = ward.closed().await;
    ward.app.at("2025-09-05 08:00");
    conclusions::prepare(&ward.app.app, &ward.office.ctx().await, id).await.unwrap();
    let path = format!("/dialogues/{id}/conclusion");
    ward.office.get(&path).await.is(200).see(DRAIN).see("Dự thảo");
    ward.leader.get(&path).await.is(200).see(DRAIN);
    for person in [&ward.front, &ward.economy, &ward.clerk] {
        person.get(&path).await.is(200).not_see(DRAIN).see("Chưa có thông báo kết luận");
        person.get(&format!("{path}/print")).await.is(404);
    }
}

#[tokio::test]
async fn nothing_is_signed_before_the_minutes_are_and_nothing_promised_gets_lost() {
    let ward = Ward::new().await;
    let id = ward.held().await;
    let path = format!("/dialogues/{id}/conclusion");
    ward.app.at("2025-08-28 14:00");
    conclusions::prepare(&ward.app.app, &ward.office.ctx().await, id).await.unwrap();
    ward.office.get(&path).await.see("Biên bản chưa có đủ chữ ký").not_see(DRAIN);
    let page = ward.leader.get(&format!("{path}/sign")).await.is(200);
    let refused = ward.leader.post(&format!("{path}/sign"), &[("version", &version(&page))]).await.is(422);
    assert!(refused.errors().contains(&"Biên bản hội nghị chưa có đủ chữ ký của chủ trì và thư ký".to_owned()));
    assert!(refused.errors().contains(&"Chưa có số văn bản".to_owned()));

    ward.app.at("2025-08-29 09:00");
    ward.sign_minutes(id).await;
    let refused = ward.leader.post(&format!("{path}/sign"), &[("version", &version(&page))]).await.is(422);
    let lost = r#"2 điều đã hứa trong biên bản chưa có trong nhiệm vụ; hãy bấm "Cập nhật từ biên bản""#;
    assert!(refused.errors().contains(&lost.to_owned()), "{:?}", refused.errors());

    let page = ward.office.get(&path).await;
    let refreshed = ward.office.post(&format!("{path}/refresh"), &[("version", &version(&page))]).await;
    let page = ward.office.follow(refreshed).await.see(DRAIN).see("Chưa có hạn");
    // What was promised in the room can be worded anew but not removed.
    let task = page.links().into_iter().find(|link| link.href.contains("/conclusion/tasks/")).unwrap().href;
    ward.office.post(&format!("{task}/remove"), &[("version", &version(&page))]).await.is(422).see("không xóa được");
    assert_eq!(ward.app.audit_count(Some("conclusion.task-removed")).await, 0);
}

#[tokio::test]
async fn a_last_day_that_is_off_rolls_when_asked() {
    let ward = Ward::new().await;
    let id = ward.closed().await;
    ward.app.at("2025-09-05 08:00");
    conclusions::prepare(&ward.app.app, &ward.office.ctx().await, id).await.unwrap();
    let path = format!("/dialogues/{id}/conclusion");
    let lead = ward.economy.body.id.to_string();
    // Saturday 13 September 2025 is no working day; the next one is Monday 15.
    for (wording, roll, seen) in [("Việc lùi ngày", "1", "Thứ Hai, 15/09/2025"), ("Việc giữ ngày", "", "Thứ Bảy, 13/09/2025")]
    {
        let page = ward.office.get(&format!("{path}/tasks/new")).await.is(200);
        let fields = [("wording", wording), ("lead", &lead), ("due_on", "13/09/2025"), ("roll", roll)];
        let page = ward.office.fill(&page, &fields).await.is(303);
        ward.office.follow(page).await.see(seen);
    }
    ward.office.get(&path).await.see("Hạn rơi vào ngày nghỉ; ngày làm việc kế tiếp: 15/09/2025");
}

#[tokio::test]
async fn a_notice_is_published_channel_by_channel_with_proof() {
    let ward = Ward::new().await;
    let (id, _) = ward.signed().await;
    let path = format!("/dialogues/{id}/conclusion");
    ward.app.at("2025-09-09 08:00");
    let page = ward.office.get(&path).await.see("Các hình thức bắt buộc theo quy định của đơn vị");
    assert_eq!(page.texts(".dt-tag--orange").iter().filter(|text| *text == "Chưa công khai").count(), 3);
    let form = ward.office.get(&format!("{path}/channels/mass-media")).await.is(200);
    let refused = ward.office.fill(&form, &[("done_on", "10/09/2025"), ("proof", "Đài truyền thanh")]).await.is(422);
    assert_eq!(refused.error_at("done_on").as_deref(), Some("Ngày công khai không được sau hôm nay"));
    assert_eq!(refused.form_with(&["proof"]).fields.iter().find(|(name, _)| name == "proof").unwrap().1, "Đài truyền thanh");
    for channel in ["mass-media", "headquarters-board", "village-heads"] {
        ward.office.get(&path).await.see("Đã ký, chưa công khai đủ");
        let form = ward.office.get(&format!("{path}/channels/{channel}")).await;
        ward.office.fill(&form, &[("done_on", "09/09/2025"), ("proof", "Biên bản số 3")]).await.is(303);
    }
    // Ten days after Thursday 28 August is Sunday 7 September: both signature and publication came too late.
    let page = ward.office.get(&path).await.see("Đã công khai").see("Chủ Nhật, 07/09/2025");
    assert_eq!(page.texts(".dt-tag--red").iter().filter(|text| *text == "Trễ hạn").count(), 4);
}

#[tokio::test]
async fn the_paper_has_the_form_of_the_body_that_issues_it() {
    let ward = Ward::new().await;
    let (id, _) = ward.signed().await;
    let page = ward.front.get(&format!("/dialogues/{id}/conclusion/print")).await.is(200);
    for text in [
        "Đảng Cộng sản Việt Nam",
        "Tỉnh ủy Sơn La",
        "Số 15-TB/ĐU",
        "Chiềng An, ngày 08 tháng 9 năm 2025",
        "T/M ĐẢNG ỦY",
        "Lò Văn Mẫu",
        "30/09/2025",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    page.not_see("Cộng hòa xã hội");
}

#[tokio::test]
async fn two_who_write_the_same_draft_do_not_overwrite_each_other() {
    let ward = Ward::new().await;
    let id = ward.closed().await;
    conclusions::prepare(&ward.app.app, &ward.office.ctx().await, id).await.unwrap();
    let path = format!("/dialogues/{id}/conclusion/edit");
    let (first, second) = (ward.office.get(&path).await, ward.leader.get(&path).await);
    ward.office.fill(&first, &[("general", "Bản của văn phòng")]).await.is(303);
    ward.leader.fill(&second, &[("general", "Bản của lãnh đạo")]).await.is(409);
    ward.office.get(&path).await.see("Bản của văn phòng");
}
