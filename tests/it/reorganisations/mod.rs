//! Units and bodies that are merged, renamed and ended, by administrators who click; what hung on them goes on with the heirs.

mod bodies;
mod figures;
mod refusals;
mod series;
mod units;

use doithoai::db::WriteTx;
use doithoai::duties;
use doithoai::followups::rules::NewCommitment;
use doithoai::followups::store::commitments;
use doithoai::followups::{Commitment, of_unit};
use doithoai::jobs::run_due;
use doithoai::kernel::{Action, BodyId, CommitmentId, SessionId, Target};
use doithoai::minutes::Outcome;
use doithoai::minutes::actions::{agenda, closing, items, room};
use doithoai::minutes::rules::Content;
use doithoai::sweeps::SWEEPS;

use crate::support::{Page, Person, TestApp, details};

/// Phường Chiềng An and Phường Chiềng Cơi of Sơn La.
pub const A: &str = "03667";
pub const B: &str = "03670";
pub const PROVINCE: &str = "14";
/// Code of the unit that both become.
pub const NEW: &str = "99001";
pub const NEW_NAME: &str = "Phường Chiềng Mới";
pub const ECONOMY: &str = "Phòng Kinh tế, Hạ tầng và Đô thị";
pub const CULTURE: &str = "Phòng Văn hóa - Xã hội";

/// Both communes take part and are bound by the rules of their level.
pub async fn communes(app: &TestApp) {
    for unit in [A, B] {
        app.activate(unit).await;
        duties::bind_defaults(&app.app, &app.ctx(), unit).await.unwrap();
    }
}

/// A dialogue of the unit that has been held, its room closed.
pub async fn held(app: &TestApp, unit: &str, on: &str) -> SessionId {
    let id = app.announced(unit, details("Hội nghị đối thoại", &format!("{on} 08:00"))).await;
    agenda::build(&app.app, &app.ctx(), id).await.unwrap();
    app.at(&format!("{on} 08:00"));
    room::begin(&app.app, &app.ctx(), id, String::new()).await.unwrap();
    let minutes = doithoai::minutes::minutes_of(app.read(), id, unit).await.unwrap().unwrap();
    for line in doithoai::minutes::store::items::items(app.read(), minutes.id).await.unwrap() {
        let content = Content { outcome: Some(Outcome::Noted), ..line.content };
        items::note(&app.app, &app.ctx(), id, line.id, line.revision, content).await.unwrap();
    }
    app.at(&format!("{on} 11:00"));
    closing::end(&app.app, &app.ctx(), id).await.unwrap();
    id
}

/// A commitment that `lead` took on at a session, due on a day.
pub async fn promised(app: &TestApp, unit: &str, session: SessionId, lead: BodyId, code: &str, due: &str) -> CommitmentId {
    let ctx = app.ctx();
    let new = NewCommitment {
        unit_code: unit.to_owned(),
        session,
        issue: None,
        promise: None,
        code: code.to_owned(),
        number: 1,
        wording: format!("Nạo vét cống ({code})"),
        lead,
        supports: Vec::new(),
        due_on: due.parse().unwrap(),
        warn_days: 7,
    };
    let (commitment, event) = Commitment::assign(ctx.now, new);
    let tx = WriteTx::begin(app.app.db(), &ctx).await.unwrap();
    let permit = ctx.permit(Action::SignConclusion, &Target::default()).unwrap();
    commitments::insert(tx.conn(), &permit, &commitment).await.unwrap();
    tx.commit(event).await.unwrap();
    commitment.id
}

/// The commitments of a unit by code, with last day and lead.
pub async fn commitments_of(app: &TestApp, unit: &str) -> Vec<(String, String, BodyId)> {
    let all = of_unit(app.read(), unit, &doithoai::followups::Filter::default()).await.unwrap();
    let mut all: Vec<_> = all.into_iter().map(|one| (one.code, one.due_on.to_string(), one.lead)).collect();
    all.sort();
    all
}

/// Fills the form of an act; answers the draft's address.
pub async fn drafted(admin: &Person, level: &str, unit: &str, fields: &[(&str, &str)]) -> String {
    let form = admin.get(&format!("/admin/reorganisations/new?level={level}&unit={unit}")).await.is(200);
    let page = admin.fill(&form, fields).await.is(303);
    page.location().unwrap()
}

/// Looks at a draft and publishes it.
pub async fn published(admin: &Person, draft: &str) -> Page {
    let page = admin.get(draft).await.is(200);
    admin.fill(&page, &[]).await
}

/// A and B become one new ward on 1 July 2026.
pub async fn merger(admin: &Person) -> String {
    let fields = [
        ("act", "merge"),
        ("old", A),
        ("old", B),
        ("new_name", NEW_NAME),
        ("new_code", NEW),
        ("new_kind", "phường"),
        ("effective_on", "01/07/2026"),
        ("paper", "12/NQ-HĐND"),
        ("paper_on", "15/06/2026"),
    ];
    drafted(admin, "unit", PROVINCE, &fields).await
}

/// The program does what is due by itself.
pub async fn sweep(app: &TestApp) {
    run_due(&app.app, SWEEPS).await.unwrap();
}
