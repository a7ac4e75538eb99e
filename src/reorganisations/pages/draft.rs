//! A drafted reorganisation with everything that publishing it does.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use crate::app::App;
use crate::error::AppResult;
use crate::kernel::ReorganisationId;
use crate::reorganisations::actions::look::{self, Preview};
use crate::reorganisations::actions::{drafting, publishing};
use crate::reorganisations::rules::{Kind, Level, LineKind};
use crate::web::form::refusal_text;
use crate::web::{Fields, FormState, PageResult, Path, Posted, View, Visit, outcome};

/// Lines of one table that the page shows before it only counts.
const MOST_LINES: usize = 100;

/// A body that ends.
#[derive(Debug, Serialize)]
pub struct EndingLine {
    pub body: String,
    /// Empty where nobody goes on.
    pub to: String,
}

/// Somebody's role or post.
#[derive(Debug, Serialize)]
pub struct PersonLine {
    pub name: String,
    /// Word of a role, or none for a post.
    pub role: Option<&'static str>,
    /// Title of a post.
    pub title: String,
    pub body: String,
    pub to: String,
}

/// A thing that waits for the handover.
#[derive(Debug, Serialize)]
pub struct ThingLine {
    pub kind: LineKind,
    pub what: String,
    pub due_on: Option<NaiveDate>,
    pub from: String,
    pub to: String,
}

/// The draft's page.
#[derive(Debug, Serialize)]
pub struct Draft {
    pub id: String,
    pub kind: Kind,
    pub level: Level,
    pub unit: String,
    pub olds: Vec<String>,
    pub heir: String,
    pub on: NaiveDate,
    pub last: NaiveDate,
    pub paper: String,
    pub paper_on: NaiveDate,
    pub note: String,
    pub in_place: bool,
    pub refused: Vec<String>,
    pub endings: Vec<EndingLine>,
    pub people: Vec<PersonLine>,
    pub people_count: usize,
    pub things: Vec<ThingLine>,
    pub things_count: usize,
    pub feeds: u64,
    pub open_reports: u64,
    pub version: i32,
    pub seal: String,
    pub form: FormState,
}

impl View for Draft {
    const TEMPLATE: &'static str = "pages/reorganisations/draft";

    fn samples() -> Vec<Self> {
        let thing = |kind: &LineKind| ThingLine {
            kind: *kind,
            what: "7GK2MRQ: Nạo vét cống".into(),
            due_on: (*kind != LineKind::Series).then(NaiveDate::default),
            from: "Phòng Kinh tế xã Cũ".into(),
            to: if *kind == LineKind::Session { String::new() } else { "Phòng Kinh tế xã Mới".into() },
        };
        let person = |role: Option<&'static str>, to: &str| PersonLine {
            name: "Lò Văn Mẫu".into(),
            role,
            title: if role.is_some() { String::new() } else { "Bí thư Đảng ủy".into() },
            body: "Đảng ủy xã Cũ".into(),
            to: to.into(),
        };
        let full = Self {
            id: "0193".into(),
            kind: Kind::Merge,
            level: Level::Unit,
            unit: "Sơn La".into(),
            olds: vec!["Xã Cũ Một".into(), "Xã Cũ Hai".into()],
            heir: "Xã Mới".into(),
            on: NaiveDate::default(),
            last: NaiveDate::default(),
            paper: "12/NQ-HĐND".into(),
            paper_on: NaiveDate::default(),
            note: "Theo đề án".into(),
            in_place: false,
            refused: vec!["Xã Cũ Một đã kết thúc".into()],
            endings: vec![
                EndingLine { body: "Đảng ủy xã Cũ".into(), to: "Đảng ủy xã Mới".into() },
                EndingLine { body: "Trạm".into(), to: String::new() },
            ],
            people: vec![person(Some("office"), "Văn phòng Đảng ủy xã Mới"), person(None, ""), person(Some("clerk"), "")],
            people_count: 120,
            things: LineKind::ALL.iter().map(thing).collect(),
            things_count: 140,
            feeds: 3,
            open_reports: 1,
            version: 1,
            seal: "x".into(),
            form: FormState::default(),
        };
        let empty = Self {
            kind: Kind::Rename,
            level: Level::Body,
            in_place: true,
            heir: String::new(),
            note: String::new(),
            refused: Vec::new(),
            endings: Vec::new(),
            people: Vec::new(),
            people_count: 0,
            things: Vec::new(),
            things_count: 0,
            feeds: 0,
            open_reports: 0,
            id: "0193".into(),
            unit: "Sơn La".into(),
            olds: vec!["Phòng Kinh tế".into()],
            on: NaiveDate::default(),
            last: NaiveDate::default(),
            paper: "12/NQ-HĐND".into(),
            paper_on: NaiveDate::default(),
            version: 1,
            seal: "x".into(),
            form: FormState::default(),
        };
        vec![full, empty]
    }
}

fn people(preview: &Preview) -> Vec<PersonLine> {
    let ending = |id| preview.endings.iter().find(|ending| ending.body.id == id);
    let names = |id| {
        let found = ending(id);
        (found.map(|one| one.body.name.clone()).unwrap_or_default(), found.and_then(|one| one.to.clone()).unwrap_or_default())
    };
    let roles = preview.roles.iter().map(|one| {
        let (body, to) = names(one.body);
        PersonLine { name: one.name.clone(), role: Some(one.role.as_str()), title: String::new(), body, to }
    });
    let posts = preview.holders.iter().map(|one| {
        let (body, _) = names(one.body);
        PersonLine { name: one.name.clone(), role: None, title: one.title.clone(), body, to: String::new() }
    });
    posts.chain(roles).collect()
}

pub(super) async fn view(app: &App, visit: &Visit, id: ReorganisationId, form: FormState) -> AppResult<Draft> {
    let preview = look::preview(app, &visit.ctx, id).await?;
    let (seal, mut people) = (preview.seal(), people(&preview));
    let people_count = people.len();
    people.truncate(MOST_LINES);
    let things = preview.lines.iter().take(MOST_LINES).map(|line| ThingLine {
        kind: line.key.kind,
        what: line.what.clone(),
        due_on: line.due_on,
        from: line.from_name.clone(),
        to: line.proposed_name.clone(),
    });
    let act = &preview.act;
    Ok(Draft {
        id: id.to_string(),
        kind: act.kind,
        level: act.level,
        unit: preview.unit.name.clone(),
        olds: act.olds.iter().map(|old| old.name.clone()).collect(),
        heir: preview.heir_name.clone().unwrap_or_default(),
        on: act.effective_on,
        last: act.last_day(),
        paper: act.paper.clone(),
        paper_on: act.paper_on,
        note: act.note.clone(),
        in_place: act.renames_in_place(),
        refused: preview.refused.iter().map(|refusal| refusal_text(visit.locale, refusal)).collect(),
        endings: preview
            .endings
            .iter()
            .map(|ending| EndingLine { body: ending.body.name.clone(), to: ending.to.clone().unwrap_or_default() })
            .collect(),
        people,
        people_count,
        things: things.collect(),
        things_count: preview.lines.len(),
        feeds: preview.feeds,
        open_reports: preview.open_reports,
        version: act.version,
        seal,
        form,
    })
}

/// POST /admin/reorganisations/{id}/publish
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`], [`crate::error::AppError::Conflict`].
pub async fn publish(State(app): State<App>, visit: Visit, Path(id): Path<ReorganisationId>, posted: Posted) -> PageResult {
    let mut fields = Fields::new(&posted);
    let version = fields.version();
    let result = match fields.finish(|| version) {
        Ok(version) => publishing::publish(&app, &visit.ctx, id, version, posted.get("seal").unwrap_or_default()).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/admin/reorganisations/{id}"), "flash-reorganisation-published"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, form).await?)
        }
    }
}

/// POST /admin/reorganisations/{id}/discard
///
/// # Errors
/// As [`publish`].
pub async fn discard(State(app): State<App>, visit: Visit, Path(id): Path<ReorganisationId>, posted: Posted) -> PageResult {
    let mut fields = Fields::new(&posted);
    let version = fields.version();
    let version = fields.finish(|| version)?;
    drafting::discard(&app, &visit.ctx, id, version).await?;
    visit.redirect("/admin/reorganisations", "flash-reorganisation-discarded")
}
