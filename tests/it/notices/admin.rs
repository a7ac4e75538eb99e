//! The page of jobs.

use doithoai::jobs::run_due;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use doithoai::sweeps::SWEEPS;

use super::UNIT;
use crate::support::TestApp;

#[tokio::test]
async fn an_administrator_sees_what_ran_and_asks_for_a_run() {
    let app = TestApp::new().await;
    let admin = app.admin("Hà Thị Quản").await;
    admin.get("/admin/jobs").await.is(200).see("Chưa có công việc nào chạy");
    run_due(&app.app, SWEEPS).await.unwrap();
    let page = admin.get("/admin/jobs").await.see("Dọn dữ liệu tạm hằng đêm").see("Bình thường");
    let form = page.forms().into_iter().find(|form| form.action == "/admin/jobs/tidy/run").unwrap();
    let done = admin.awake().await.send_form(&form, &[]).await;
    admin.follow(done).await.see("Công việc sẽ chạy trong vài giây.");
    assert_eq!(app.audit_count(Some("job.requested")).await, 1);
    let ran: Vec<&str> = run_due(&app.app, SWEEPS).await.unwrap().iter().map(|report| report.name).collect();
    assert_eq!(ran, ["tidy"]);
    admin.post("/admin/jobs/no-such-job/run", &[]).await.is(404);
}

#[tokio::test]
async fn the_administrator_of_a_commune_does_not_run_the_installation() {
    let app = TestApp::new().await;
    let local = app.person("Lò Thị Mẫu", UNIT, BodyKind::PartyOffice, &[Role::Admin]).await;
    local.get("/admin/jobs").await.is(404);
    local.post("/admin/jobs/tidy/run", &[]).await.is(404);
    assert_eq!(app.audit_count(Some("access.denied")).await, 2);
    let clerk = app.person("Vì Văn Lạ", UNIT, BodyKind::PartyOffice, &[Role::Clerk]).await;
    clerk.get("/admin/jobs").await.is(404);
}
