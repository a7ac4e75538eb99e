//! Heads who are away and the deputies who act for them, with the sessions that the law wants the head to lead himself.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::app::App;
use crate::dialogues::actions::absences::{self as actions, Personal};
use crate::dialogues::forms::absences as forms;
use crate::error::AppResult;
use crate::i18n;
use crate::kernel::{AbsenceId, Action, Ctx};
use crate::organisation::{
    Absence, AbsenceState, Place, body, end_absence, list_absences, person_name, places, state_absence, unit,
};
use crate::web::{Choice, FormState, PageResult, Path, Posted, View, Visit, outcome};

/// A session that is the head's own.
#[derive(Debug, Clone, Serialize)]
pub struct OwnSession {
    pub id: String,
    pub title: String,
    pub on: NaiveDate,
    pub legal_basis: String,
}

/// One absence.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    pub id: String,
    pub body: String,
    pub head: String,
    pub deputy: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub reason: String,
    pub document: String,
    pub stated_by: String,
    pub stated_at: DateTime<Utc>,
    pub state: &'static str,
    pub tone: &'static str,
    pub own: Vec<OwnSession>,
    pub may_end: bool,
}

impl Line {
    fn sample(state: AbsenceState) -> Self {
        let all = state == AbsenceState::Now;
        let own = OwnSession {
            id: "0193".into(),
            title: "Đối thoại với Nhân dân quý I".into(),
            on: NaiveDate::default(),
            legal_basis: "Quy định 11-QĐi/TW, Điều 5".into(),
        };
        Self {
            id: "0193".into(),
            body: "Đảng ủy phường Chiềng An".into(),
            head: "Lò Văn Mẫu".into(),
            deputy: "Hà Thị Mẫu".into(),
            from_on: NaiveDate::default(),
            to_on: NaiveDate::default(),
            reason: "Học tập trung".into(),
            document: if all { "Giấy ủy quyền số 5-GUQ/ĐU".into() } else { String::new() },
            stated_by: "Nguyễn Thị Mẫu".into(),
            stated_at: DateTime::default(),
            state: state.as_str(),
            tone: tone(state),
            own: if all { vec![own] } else { Vec::new() },
            may_end: all,
        }
    }
}

const fn tone(state: AbsenceState) -> &'static str {
    match state {
        AbsenceState::Now => "orange",
        AbsenceState::Ahead => "blue",
        AbsenceState::Over | AbsenceState::Ended => "grey",
    }
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Absences {
    pub lines: Vec<Line>,
    /// Who may be stated to be away, with who acts.
    pub acting: Vec<Choice>,
    /// Heads without a deputy who could act.
    pub alone: Vec<String>,
    pub may_state: bool,
    pub form: FormState,
}

impl View for Absences {
    const TEMPLATE: &'static str = "pages/dialogues/absences";

    fn samples() -> Vec<Self> {
        let acting = vec![Choice::new("0193.0194", "Lò Văn Mẫu (Bí thư) vắng – Hà Thị Mẫu (Phó Bí thư) thay")];
        let lines = AbsenceState::ALL.iter().map(|state| Line::sample(*state)).collect();
        let alone = vec!["Trần Văn Mẫu (Chủ tịch UBND)".to_owned()];
        vec![
            Self { lines, acting, alone: alone.clone(), may_state: true, form: FormState::default() },
            Self { lines: Vec::new(), acting: Vec::new(), alone, may_state: true, form: FormState::default() },
            Self { lines: Vec::new(), acting: Vec::new(), alone: Vec::new(), may_state: false, form: FormState::default() },
        ]
    }
}

/// The heads whose absence the visitor may state.
async fn own_places(app: &App, ctx: &Ctx) -> AppResult<Vec<Place>> {
    let conn = app.db().read();
    let mut own = Vec::new();
    for code in ctx.actor.units() {
        let unit = unit(conn, code).await?;
        let may = |place: &Place| ctx.permit(Action::StateAbsence, &unit.target().about(place.person)).is_ok();
        own.extend(places(conn, code, ctx.today()).await?.into_iter().filter(may));
    }
    Ok(own)
}

async fn line(app: &App, visit: &Visit, absence: Absence) -> AppResult<Line> {
    let conn = app.db().read();
    let (body, today) = (body(conn, absence.body).await?, visit.ctx.today());
    let unit = unit(conn, &body.unit_code).await?;
    let state = absence.state(today);
    let open = matches!(state, AbsenceState::Ahead | AbsenceState::Now);
    let own = if open { actions::personal(conn, &absence, &unit, today).await? } else { Vec::new() };
    let own = own.into_iter().map(|Personal { session, legal_basis }| OwnSession {
        id: session.id.to_string(),
        on: session.on(),
        title: session.title,
        legal_basis,
    });
    Ok(Line {
        id: absence.id.to_string(),
        body: body.name,
        head: person_name(conn, absence.person).await?,
        deputy: person_name(conn, absence.deputy).await?,
        from_on: absence.from_on,
        to_on: absence.to_on,
        own: own.collect(),
        may_end: open && visit.ctx.permit(Action::StateAbsence, &unit.target().about(absence.person)).is_ok(),
        reason: absence.reason,
        document: absence.document,
        stated_by: absence.stated_by,
        stated_at: absence.stated_at,
        state: state.as_str(),
        tone: tone(state),
    })
}

async fn view(app: &App, visit: &Visit, form: FormState) -> AppResult<Absences> {
    let mut lines = Vec::new();
    for absence in list_absences(app.db().read(), &visit.ctx).await? {
        lines.push(line(app, visit, absence).await?);
    }
    let own = own_places(app, &visit.ctx).await?;
    let named = |place: &Place| format!("{} ({})", place.name, place.title);
    let choice = |place: &Place| {
        let head = named(place);
        let choices = place.deputies.iter().map(|(person, name, title)| {
            let args = [("head", head.clone()), ("deputy", format!("{name} ({title})"))];
            let label = i18n::text(visit.locale, "absence-acting", &args);
            Choice::new(format!("{}.{person}", place.body.id), label)
        });
        choices.collect::<Vec<_>>()
    };
    Ok(Absences {
        acting: own.iter().flat_map(choice).collect(),
        alone: own.iter().filter(|place| place.deputies.is_empty()).map(named).collect(),
        may_state: !own.is_empty(),
        lines,
        form,
    })
}

/// GET /absences
///
/// # Errors
/// The database's.
pub async fn show(State(app): State<App>, visit: Visit) -> PageResult {
    visit.page(&view(&app, &visit, FormState::default()).await?)
}

/// POST /absences
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn state(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let result = match forms::input(&posted) {
        Ok(input) => state_absence(&app, &visit.ctx, input).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(_) => visit.redirect("/absences", "flash-absence-stated"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, form).await?)
        }
    }
}

/// POST /absences/{id}/end
///
/// # Errors
/// Not found, or denied; refused for one that is over.
pub async fn end(State(app): State<App>, visit: Visit, Path(id): Path<AbsenceId>, _posted: Posted) -> PageResult {
    end_absence(&app, &visit.ctx, id).await?;
    visit.redirect("/absences", "flash-absence-ended")
}
