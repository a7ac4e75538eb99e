//! What a new database starts with: the embedded rule sets and the announced days off. Running again changes nothing.

use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::duties::actions::days::permit as days_permit;
use crate::duties::rules::edition::{Change, Day, Edition, Paper, Publication};
use crate::duties::store::{days, editions, rule_sets};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Event, Target};
use crate::law;

/// Data, not words of the interface: the name and the papers of what the program brings with it.
const FIRST_EDITION: &str = "Ngày nghỉ, ngày làm bù các năm 2019–2026";
const FIRST_SOURCE: &str = "Thông báo của cơ quan nhà nước từng năm, ghi ở từng ngày";

/// Adds the embedded rule sets whose code is not known; what is there stays as administrators left it.
///
/// # Errors
/// The database's.
pub async fn ensure_rule_sets(app: &App, ctx: &Ctx) -> AppResult<()> {
    let seeds = law::seeds().map_err(|error| AppError::Internal(format!("embedded rule sets: {error}")))?;
    let known = rule_sets::list(app.db().read()).await?;
    let is_new = |set: &law::RuleSet| known.iter().all(|(_, old)| old.code != set.code);
    let missing: Vec<law::RuleSet> = seeds.into_iter().filter(is_new).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let tx = WriteTx::begin(app.db(), ctx).await?;
    ctx.permit(Action::ManageRules, &Target::unit("00/"))?;
    for set in &missing {
        rule_sets::insert(tx.conn(), set).await?;
    }
    let codes: Vec<&str> = missing.iter().map(|set| set.code.as_str()).collect();
    tx.commit(Event::new("rules.seeded", "rule_set", "embedded", "").facts(json!({ "after": codes }))).await
}

/// Puts the embedded days (2019 to 2026, from the State's notices) into a calendar that has no edition yet, as the first one.
/// Days that an older version of the program kept without editions are left as they are.
///
/// # Errors
/// The database's.
pub async fn ensure_calendar(app: &App, ctx: &Ctx) -> AppResult<()> {
    let conn = app.db().read();
    if editions::count(conn).await? > 0 {
        return Ok(());
    }
    let is_new = days::count(conn).await? == 0;
    let announced = law::announced().into_iter().filter(|_| is_new);
    let day = |day: law::AnnouncedDay| Day { on: day.on, kind: day.kind, label: day.label, source: day.source };
    let changes: Vec<Change> = announced.map(day).map(Change::Enter).collect();
    let paper = Paper { title: FIRST_EDITION.to_owned(), source: FIRST_SOURCE.to_owned(), link: String::new() };
    let published = Publication { number: 1, at: ctx.now, by: String::new() };
    let edition = Edition { changes, paper, published: Some(published), ..Edition::draft() };
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = days_permit(ctx)?;
    editions::save(tx.conn(), &permit, &edition).await?;
    editions::apply(tx.conn(), &permit, &edition).await?;
    let facts = json!({ "count": edition.changes.len() });
    tx.commit(Event::new("calendar.seeded", "calendar_edition", edition.id, "").facts(facts)).await
}
