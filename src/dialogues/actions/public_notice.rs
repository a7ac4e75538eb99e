//! Gathering what a public notice says, and how much time is left for calling a session off.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use crate::db::{Conn, audit};
use crate::dialogues::rules::Session;
use crate::dialogues::rules::attendance::{Attendee, Part, Presence};
use crate::dialogues::rules::public_notice::{Facts, Former, PublicNotice};
use crate::dialogues::store::attendance::attendance;
use crate::dialogues::store::sessions;
use crate::duties;
use crate::error::AppResult;
use crate::law::recurrence::working_days;
use crate::law::{DateKind, DayUnit};
use crate::organisation::{BodyKind, Unit, bodies_of_unit};

/// A notice with who issues it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub notice: PublicNotice,
    pub issuer: String,
    /// Whether the Party committee issues it, whose papers look otherwise.
    pub is_party: bool,
}

/// The public notice of a session. The caller has found it and asked the right to read it.
///
/// # Errors
/// The database's.
pub async fn public_notice(conn: &Conn, session: &Session, unit: &Unit, today: NaiveDate) -> AppResult<Issued> {
    let bodies = bodies_of_unit(conn, &unit.code, today).await?;
    // The People's Committee organises the conference (Law 72/2025/QH15, Art. 43); where it has no body here, the Party does.
    let of = |kind: BodyKind| bodies.iter().find(|body| body.kind == kind).map(|body| body.name.clone());
    let (issuer, is_party) = match (of(BodyKind::PeopleCommittee), of(BodyKind::PartyCommittee)) {
        (Some(name), _) => (name, false),
        (None, Some(name)) => (name, true),
        (None, None) => (unit.name.clone(), false),
    };
    let lines = attendance(conn, session.id).await?;
    let facts = Facts {
        issuer: issuer.clone(),
        chairs: lines.iter().filter_map(chair).collect(),
        former: former(conn, session).await?,
        made_up_at: sessions::make_up(conn, session.id)
            .await?
            .filter(|by| by.state.is_public())
            .map(|by| (by.starts_at, by.place)),
    };
    Ok(Issued { notice: PublicNotice::of(session, &facts), issuer, is_party })
}

/// "Lò Văn Mẫu, Bí thư Đảng ủy"; whoever comes in his place stands beside the chair.
fn chair(line: &Attendee) -> Option<String> {
    if !matches!(line.part, Part::Chair | Part::CoChair) {
        return None;
    }
    let named = if line.title.is_empty() { line.name.clone() } else { format!("{}, {}", line.name, line.title) };
    match line.presence {
        Presence::Invited | Presence::Present => Some(named),
        Presence::Replaced => Some(format!("{} (thay {named})", line.replaced_by)),
        Presence::Excused | Presence::Absent => None,
    }
}

/// What the public was told before the last move: of those after the announcement.
async fn former(conn: &Conn, session: &Session) -> AppResult<Option<Former>> {
    let Some(announced_at) = session.state.announced_at() else { return Ok(None) };
    let history = audit::history(conn, "session", session.id).await?;
    let moved = history.iter().rev().find(|step| step.code == "session.moved" && step.at >= announced_at);
    Ok(moved.and_then(|step| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let starts_at: DateTime<Utc> = step.facts["before"]["starts_at"].as_str()?.parse().ok()?;
        Some(Former { starts_at, place: text(&step.facts["before"]["place"]), reason: text(&step.facts["reason"]) })
    }))
}

/// How much time is left for calling a session off, and how much the rules ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelTime {
    pub unit: DayUnit,
    /// Days from today to the session, counted as the rule counts.
    pub left: u32,
    /// Days that the rule asks for.
    pub least: u32,
    /// The last day on which it is in time.
    pub last_day: NaiveDate,
    pub legal_basis: String,
}

impl CancelTime {
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        today > self.last_day
    }
}

/// The notice of cancelling by the rules that bind the unit; none where they ask for none.
///
/// # Errors
/// The database's; a rule that cannot be counted.
pub async fn cancel_time(conn: &Conn, unit_code: &str, held_on: NaiveDate, today: NaiveDate) -> AppResult<Option<CancelTime>> {
    let dates = duties::session_dates(conn, unit_code, held_on).await?;
    let Some(date) = dates.iter().find(|date| date.kind == DateKind::CancelNotice) else { return Ok(None) };
    let day_before = held_on.pred_opt().unwrap_or(held_on);
    let left = match date.rule.unit {
        DayUnit::Calendar => u32::try_from((held_on - today).num_days()).unwrap_or(0),
        DayUnit::Working | DayUnit::Hours => working_days(&*duties::calendar(conn).await?, today, day_before),
    };
    Ok(Some(CancelTime {
        unit: date.rule.unit,
        left,
        least: date.rule.amount.unsigned_abs(),
        last_day: date.deadline.last_day(),
        legal_basis: date.legal_basis.clone(),
    }))
}
