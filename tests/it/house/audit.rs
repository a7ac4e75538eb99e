//! The audit trail: what happens is written with who, when and where, and whoever alters it is found out.

use doithoai::db::audit::{self, Verdict};
use doithoai::db::{DbKind, Unaudited, WriteTx};
use doithoai::kernel::{Action, Role, Target};
use doithoai::organisation::BodyKind;
use doithoai::organisation::actions::units;
use entity::audit_entry;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::support::TestApp;

/// Changes entries behind the program's back, as somebody with the database's password could.
async fn tamper(app: &TestApp, sql: &str) {
    let off = match app.app.db().kind() {
        DbKind::Sqlite => "DROP TRIGGER audit_entry_no_update; DROP TRIGGER audit_entry_no_delete",
        DbKind::Postgres => "DROP TRIGGER audit_entry_append_only ON audit_entry",
    };
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    tx.conn().execute_unprepared(off).await.unwrap();
    assert_eq!(tx.conn().execute_unprepared(sql).await.unwrap().rows_affected(), 1, "{sql}");
    tx.commit_unaudited(Unaudited::Delivery).await.unwrap();
}

async fn verdict_after(sql: &str) -> Verdict {
    let mut app = TestApp::new().await;
    app.expect_damage();
    // Entries: 1 the official list, 2 the rule sets, 3 the calendar, 4 and 5 the two units, 6 the person.
    app.activate("14").await;
    app.person("An", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    assert!(matches!(audit::verify(app.read()).await.unwrap(), Verdict::Whole { entries: 6, .. }));
    tamper(&app, sql).await;
    audit::verify(app.read()).await.unwrap()
}

#[tokio::test]
async fn an_altered_entry_is_named() {
    let verdict = verdict_after("UPDATE audit_entry SET actor = 'somebody else' WHERE seq = 3").await;
    assert_eq!(verdict, Verdict::Broken { seq: 3, why: "altered" });
    let verdict = verdict_after("UPDATE audit_entry SET facts = '{}' WHERE seq = 2").await;
    assert_eq!(verdict, Verdict::Broken { seq: 2, why: "altered" });
}

#[tokio::test]
async fn a_removed_entry_is_named() {
    assert_eq!(verdict_after("DELETE FROM audit_entry WHERE seq = 2").await, Verdict::Broken { seq: 2, why: "missing" });
    // The last one leaves no gap; the head remembers it.
    assert_eq!(verdict_after("DELETE FROM audit_entry WHERE seq = 6").await, Verdict::Broken { seq: 6, why: "missing" });
}

#[tokio::test]
async fn an_entry_sealed_anew_breaks_the_link_to_the_next() {
    let verdict = verdict_after("UPDATE audit_entry SET hash = prev_hash WHERE seq = 2").await;
    assert_eq!(verdict, Verdict::Broken { seq: 2, why: "altered" });
    let verdict = verdict_after("UPDATE audit_entry SET prev_hash = hash WHERE seq = 3").await;
    assert_eq!(verdict, Verdict::Broken { seq: 3, why: "unlinked" });
}

#[tokio::test]
#[should_panic(expected = "the audit trail after the test")]
async fn a_test_that_leaves_a_broken_trail_fails() {
    let app = TestApp::new().await;
    tamper(&app, "UPDATE audit_entry SET actor = 'somebody else' WHERE seq = 1").await;
}

#[tokio::test]
async fn an_entry_says_who_and_when() {
    let app = TestApp::new().await;
    let admin = app.admin("Phạm Thị Giang").await;
    app.at("2025-04-01 09:30");
    units::activate(&app.app, &admin.ctx().await, "11413").await.unwrap();
    let entry = audit_entry::Entity::find()
        .filter(audit_entry::Column::Code.eq("unit.activated"))
        .one(app.read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((entry.actor.as_str(), entry.account_id), ("Phạm Thị Giang", Some(admin.account.0)));
    // 09:30 in Hà Nội is 02:30 UTC.
    assert_eq!(entry.at.to_rfc3339(), "2025-04-01T02:30:00+00:00");
    assert_eq!((entry.subject_kind.as_str(), entry.subject_id.as_str(), entry.unit_code.as_str()), ("unit", "11413", "11413"));
}

#[tokio::test]
async fn who_has_no_right_changes_nothing() {
    let app = TestApp::new().await;
    let an = app.person("An", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let ctx = an.ctx().await;
    assert!(ctx.permit(Action::PlanDialogues, &Target::unit("00/14/03667/")).is_ok());
    let before = app.audit_count(None).await;
    assert!(units::activate(&app.app, &ctx, "11413").await.is_err());
    assert!(doithoai::organisation::unit(app.read(), "11413").await.unwrap().activated_at.is_none());
    assert_eq!(app.audit_count(None).await, before);
}
