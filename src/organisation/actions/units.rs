//! The official list of units, and letting a unit take part with its bodies and posts.

use chrono::NaiveDate;
use serde_json::json;

use crate::app::App;
use crate::db::{Conn, WriteTx};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, BodyId, Ctx, Event, Refusal, text};
use crate::organisation::rules::{self, BodyKind, PostKind, UnitKind};
use crate::organisation::store::bodies::{self, Body};
use crate::organisation::store::units::{self, NewUnit, Unit};

/// The official list as it stood when this version was built: 34 provinces and cities, 3,321 communes, wards, zones.
const OFFICIAL: &str = include_str!("../data/units.csv");

/// Puts the built-in list into an empty database.
///
/// # Errors
/// The database's.
pub async fn ensure_official_list(app: &App, ctx: &Ctx) -> AppResult<()> {
    if units::count(app.db().read()).await? == 0 {
        import(app, ctx, OFFICIAL.as_bytes()).await?;
    }
    Ok(())
}

/// Reads a list `code,parent_code,kind,name`, parents before children; new units are added, known ones renamed.
///
/// # Errors
/// Refusals that name the row; nothing is saved then.
pub async fn import(app: &App, ctx: &Ctx, csv: &[u8]) -> AppResult<usize> {
    let list = parse(csv)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    ctx.permit(Action::ManageOrganisation, &crate::kernel::Target::unit("00/"))?;
    units::upsert(tx.conn(), &list).await?;
    tx.commit(Event::new("units.imported", "units", "official", "").facts(json!({ "count": list.len() }))).await?;
    Ok(list.len())
}

fn parse(csv: &[u8]) -> AppResult<Vec<NewUnit>> {
    let mut known: std::collections::HashMap<String, (String, i32)> = std::collections::HashMap::new();
    let mut list = Vec::new();
    for (row, record) in csv::Reader::from_reader(csv).into_records().enumerate() {
        let wrong = |code| AppError::from(Refusal::new(code).arg("row", row + 2));
        let record = record.map_err(|_| wrong("units.row-unreadable"))?;
        let cell = |at: usize| record.get(at).map(text::clean_line).unwrap_or_default();
        let (code, parent, name) = (cell(0), cell(1), cell(3));
        let kind: UnitKind = cell(2).parse().map_err(|_| wrong("units.kind-unknown"))?;
        if code.is_empty() || name.is_empty() || !code.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(wrong("units.row-unreadable"));
        }
        let (parent_path, depth) = match parent.as_str() {
            "" => (String::new(), -1),
            parent => known.get(parent).cloned().ok_or_else(|| wrong("units.parent-unknown"))?,
        };
        let unit = NewUnit {
            path: format!("{parent_path}{code}/"),
            depth: depth + 1,
            parent_code: (!parent.is_empty()).then_some(parent),
            code,
            kind,
            name,
        };
        if known.insert(unit.code.clone(), (unit.path.clone(), unit.depth)).is_some() {
            return Err(wrong("units.code-twice"));
        }
        list.push(unit);
    }
    Ok(list)
}

/// Lets a unit take part: its bodies and posts are made from the template of its kind. Again does nothing.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown code, [`AppError::Denied`] without the right.
pub async fn activate(app: &App, ctx: &Ctx, code: &str) -> AppResult<Unit> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = units::unit(tx.conn(), code).await?;
    ctx.permit(Action::ManageOrganisation, &unit.target())?;
    if unit.activated_at.is_some() {
        return Ok(unit);
    }
    let ids = found_bodies(tx.conn(), &unit, None).await?;
    units::activate(tx.conn(), code, ctx.now).await?;
    let facts = json!({ "after": { "bodies": ids.len() } });
    tx.commit(Event::new("unit.activated", "unit", code, code).facts(facts)).await?;
    Ok(Unit { activated_at: Some(ctx.now), ..unit })
}

/// Makes the bodies and posts that a unit of this kind has, from their first day on.
///
/// # Errors
/// The database's.
pub async fn found_bodies(conn: &Conn, unit: &Unit, valid_from: Option<NaiveDate>) -> AppResult<Vec<BodyId>> {
    let mut ids: Vec<BodyId> = Vec::new();
    for (at, template) in rules::body_templates(unit.kind).iter().enumerate() {
        let id = BodyId::fresh();
        let sort = i32::try_from(at).unwrap_or(i32::MAX) * 10;
        let body = Body {
            id,
            unit_code: unit.code.clone(),
            parent: template.parent.and_then(|parent| ids.get(parent).copied()),
            kind: template.kind,
            name: rules::fill(template.name, unit.kind, &unit.name),
            short_name: rules::fill(template.short_name, unit.kind, &unit.name),
            symbol: template.symbol.to_owned(),
            email: None,
            valid_from,
            valid_to: None,
            heir: None,
            approves_first: false,
            sort,
            version: 1,
        };
        bodies::insert(conn, &body).await?;
        bodies::insert_post(conn, id, template.head, PostKind::Head, 0).await?;
        if matches!(template.kind, BodyKind::PartyCommittee | BodyKind::PeopleCommittee) {
            bodies::insert_post(conn, id, &format!("Phó {}", template.head), PostKind::Deputy, 5).await?;
        }
        if matches!(template.kind, BodyKind::PartyOffice | BodyKind::GovernmentOffice) {
            bodies::insert_post(conn, id, "Thư ký hội nghị", PostKind::Clerk, 10).await?;
        }
        ids.push(id);
    }
    Ok(ids)
}

/// Adds a body, such as a village, to a unit that takes part.
///
/// # Errors
/// [`AppError::Denied`] without the right; the refusal `unit.not-active`.
pub async fn add_body(
    app: &App,
    ctx: &Ctx,
    unit_code: &str,
    kind: BodyKind,
    name: &str,
    parent: Option<BodyId>,
    head: &str,
) -> AppResult<BodyId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = units::unit(tx.conn(), unit_code).await?;
    ctx.permit(Action::ManageOrganisation, &unit.target())?;
    if unit.activated_at.is_none() {
        return Err(Refusal::new("unit.not-active").into());
    }
    let id = BodyId::fresh();
    let body = Body {
        id,
        unit_code: unit.code.clone(),
        parent,
        kind,
        name: name.to_owned(),
        short_name: name.to_owned(),
        symbol: String::new(),
        email: None,
        valid_from: None,
        valid_to: None,
        heir: None,
        approves_first: false,
        sort: 1_000,
        version: 1,
    };
    bodies::insert(tx.conn(), &body).await?;
    bodies::insert_post(tx.conn(), id, head, PostKind::Head, 0).await?;
    tx.commit(Event::new("body.created", "body", id, &unit.code).facts(json!({ "after": { "name": name, "kind": kind } })))
        .await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_official_list_is_whole() {
        let list = parse(OFFICIAL.as_bytes()).unwrap();
        assert_eq!(list.len(), 3_356);
        assert_eq!(list.iter().filter(|unit| unit.kind.is_provincial()).count(), 34);
        assert_eq!(list.iter().filter(|unit| unit.kind.is_communal()).count(), 3_321);
        let chieng_an = list.iter().find(|unit| unit.name == "Phường Chiềng An").unwrap();
        assert_eq!((chieng_an.code.as_str(), chieng_an.path.as_str(), chieng_an.depth), ("03667", "00/14/03667/", 2));
    }

    #[test]
    fn a_wrong_row_is_named() {
        let error = |csv: &str| match parse(csv.as_bytes()) {
            Err(AppError::Refused(refused)) => (refused.0[0].code, refused.0[0].args[0].1.clone()),
            other => panic!("{other:?}"),
        };
        let head = "code,parent_code,kind,name\n00,,central,Trung ương\n";
        assert_eq!(error(&format!("{head}14,99,tỉnh,Sơn La\n")), ("units.parent-unknown", "3".into()));
        assert_eq!(error(&format!("{head}14,00,huyện,Mường La\n")), ("units.kind-unknown", "3".into()));
        assert_eq!(error(&format!("{head}00,,central,Trung ương\n")), ("units.code-twice", "3".into()));
    }
}
