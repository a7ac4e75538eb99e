//! The inbox: unread first, opened by its owner alone.

use doithoai::kernel::Role;
use doithoai::notices::store::inbox;
use doithoai::organisation::BodyKind;
use entity::notice;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{UNIT, sweep};
use crate::feeds::announced;
use crate::support::TestApp;

/// How many lines all inboxes have together.
pub async fn lines(app: &TestApp) -> u64 {
    notice::Entity::find().count(app.read()).await.unwrap()
}

#[tokio::test]
async fn a_notice_is_read_by_opening_its_matter() {
    let app = TestApp::new().await;
    let clerk = app.person("Lò Thị Mẫu", UNIT, BodyKind::PartyOffice, &[Role::Clerk]).await;
    clerk.get("/inbox").await.is(200).see("Chưa có thông báo nào");
    let id = announced(&app, "Hội nghị quý II", "2025-04-10 08:00").await;
    sweep(&app, "delivery").await;
    let page = clerk.get("/inbox").await.see("Hội nghị quý II").see("Mới").see("08:00, 10/04/2025");
    let form = page.forms().into_iter().find(|form| form.action.ends_with("/open")).unwrap();
    let opened = clerk.awake().await.send_form(&form, &[]).await;
    assert_eq!(opened.location(), Some(format!("/dialogues/{id}")));
    clerk.follow(opened).await.is(200);
    assert_eq!(doithoai::notices::unread(app.read(), clerk.account).await.unwrap(), 0);
    clerk.get("/inbox").await.see("Hội nghị quý II").not_see("Mới");
}

#[tokio::test]
async fn unread_lines_come_first_and_all_can_be_marked_as_read() {
    let app = TestApp::new().await;
    let clerk = app.person("Lò Thị Mẫu", UNIT, BodyKind::PartyOffice, &[Role::Clerk]).await;
    announced(&app, "Hội nghị cũ", "2025-04-10 08:00").await;
    sweep(&app, "delivery").await;
    app.at("2025-03-03 09:00");
    announced(&app, "Hội nghị mới", "2025-05-08 08:00").await;
    sweep(&app, "delivery").await;
    let newest = clerk.get("/inbox").await;
    assert!(newest.texts(".dt-inbox__title")[0].contains("Hội nghị mới"));
    let form = newest.forms().into_iter().find(|form| form.action.ends_with("/open")).unwrap();
    clerk.awake().await.send_form(&form, &[]).await;
    let page = clerk.get("/inbox").await;
    assert!(page.texts(".dt-inbox__title")[0].contains("Hội nghị cũ"), "the unread one comes first");
    let all = page.forms().into_iter().find(|form| form.action == "/inbox/read").unwrap();
    let done = clerk.awake().await.send_form(&all, &[]).await;
    clerk.follow(done).await.see("Đã đánh dấu tất cả thông báo là đã đọc.").not_see("Mới:");
    assert_eq!(doithoai::notices::unread(app.read(), clerk.account).await.unwrap(), 0);
}

#[tokio::test]
async fn nobody_opens_the_line_of_somebody_else() {
    let app = TestApp::new().await;
    let clerk = app.person("Lò Thị Mẫu", UNIT, BodyKind::PartyOffice, &[Role::Clerk]).await;
    let stranger = app.person("Vì Văn Lạ", "11413", BodyKind::PartyOffice, &[Role::Clerk]).await;
    announced(&app, "Hội nghị", "2025-04-10 08:00").await;
    sweep(&app, "delivery").await;
    let page = doithoai::kernel::PageRequest::number(None);
    let line = inbox::list(app.read(), clerk.account, page).await.unwrap().rows.remove(0);
    stranger.post(&format!("/inbox/{}/open", line.id), &[]).await.is(404);
    assert_eq!(doithoai::notices::unread(app.read(), clerk.account).await.unwrap(), 1);
    app.visitor().get("/inbox").await.is(303);
}
