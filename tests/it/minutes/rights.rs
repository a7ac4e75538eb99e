//! Who may not: another unit's session by its address, submitters in the minutes, the office where only a clerk signs.

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::{Hall, UNIT};
use crate::support::details;

#[tokio::test]
async fn another_units_minutes_are_not_found_and_the_attempt_is_noted() {
    let hall = Hall::new().await;
    hall.selected("Đường ngập").await;
    hall.open().await;
    let line = hall.line("Đường ngập").await;
    let office = hall.app.person("Phạm Thị Mẫu", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    let before = hall.app.audit_count(None).await;
    let pages = [hall.at("agenda"), hall.at("attendance"), hall.at("minutes"), hall.at("minutes/print"), line.clone()];
    for page in &pages {
        office.get(page).await.is(404);
    }
    for act in ["agenda", "agenda/order", "attendance/seed", "minutes/end", "minutes/floor"] {
        office.post(&hall.at(act), &[("question", "x")]).await.is(404);
    }
    office.post(&line, &[("version", "1"), ("question", "x")]).await.is(404);
    let tries = pages.len() as u64 + 6;
    assert_eq!(hall.app.audit_count(None).await - before, tries, "each attempt stands in the trail");
}

#[tokio::test]
async fn submitters_do_not_read_minutes_and_the_office_does_not_sign() {
    let hall = Hall::new().await;
    hall.open().await;
    hall.press(&hall.clerk, "minutes", "minutes/end").await.is(303);
    for page in ["attendance", "minutes", "minutes/print"] {
        hall.women.get(&hall.at(page)).await.is(404);
    }
    hall.office.post(&hall.at("minutes/sign-chair"), &[]).await.is(404);
    hall.office.post(&hall.at("minutes/sign-clerk"), &[]).await.is(404);
    hall.clerk.post(&hall.at("minutes/sign-chair"), &[]).await.is(404);
    hall.leader.post(&hall.at("minutes/begin"), &[]).await.is(404);
}

#[tokio::test]
async fn a_line_of_another_session_is_not_found() {
    let hall = Hall::new().await;
    hall.selected("Đường ngập").await;
    hall.open().await;
    let line = hall.line("Đường ngập").await;
    let other = hall.app.announced(UNIT, details("Đối thoại khác", "2025-09-10 08:00")).await;
    hall.clerk.get(&line.replace(&hall.session.to_string(), &other.to_string())).await.is(404);
}
