//! Reads the facts of a report from the tables of all rooms; changes none. What they mean stands in `rules::facts`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{agenda_item, attendance, commitment, issue, minutes, minutes_item, promise};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::db::Conn;
use crate::dialogues::{self, Session, SessionKind, SessionState};
use crate::error::AppResult;
use crate::issues;
use crate::kernel::clock::{end_of, local_date, start_of};
use crate::kernel::text::fold;
use crate::organisation::{Unit, predecessors};
use crate::reports::rules::Report;
use crate::reports::rules::facts::{
    Answered, Chair, CommitmentDates, CommitmentFact, Facts, Intake, IssueFact, Level, PersonFact, SessionFact, SessionSort,
    Standing, Taking, TurnFact, Way, outcome, standing,
};

/// Everything that the report of `unit` counts, as it stands at the end of the last day that counts on `today`.
///
/// Issues and commitments belong to the period of their session; commitments of earlier sessions that were open when the
/// period began are brought forward.
///
/// # Errors
/// The database's; a stored word that this version does not know.
pub async fn gather(conn: &Conn, unit: &Unit, report: &Report, today: NaiveDate) -> AppResult<Arc<Facts>> {
    conn.known("facts", format!("{} {today}", report.id), read(conn, unit, report, today)).await
}

async fn read(conn: &Conn, unit: &Unit, report: &Report, today: NaiveDate) -> AppResult<Facts> {
    let as_of = report.as_of(today);
    let (from, to) = (start_of(report.data_from), end_of(report.data_to));
    // A unit that ended before the period did cannot report it: its heir does, with what was held there.
    let mut codes = vec![unit.code.clone()];
    let ended = predecessors(conn, &codes, report.data_to).await?.into_iter().filter(|before| before.has_ended(report.data_to));
    codes.extend(ended.map(|before| before.code));
    let mut all = Vec::new();
    for code in &codes {
        all.extend(dialogues::of_unit(conn, code, &dialogues::Filter { to: Some(to), ..Default::default() }).await?);
    }
    let (sessions, earlier): (Vec<Session>, Vec<Session>) = all.into_iter().partition(|session| session.starts_at >= from);
    let ids: Vec<Uuid> = sessions.iter().map(|session| session.id.0).collect();
    let earlier: Vec<Uuid> = earlier.iter().map(|session| session.id.0).collect();
    let room = Room::read(conn, &ids).await?;
    let period = Period { sessions: ids, earlier, data_from: report.data_from, as_of };
    let commitments = commitments(conn, &period, &room).await?;
    let mut issues = issue_facts(conn, unit, &period, &room, &commitments).await?;
    issues.extend(room.questions(&commitments));
    Ok(Facts {
        issues,
        commitments: commitments.into_iter().map(|(fact, _)| fact).collect(),
        turns: room.turns(),
        people: room.people(),
        sessions: sessions.iter().map(|session| room.session(session)).collect(),
    })
}

/// The sessions of the period, the earlier ones, and the days that count.
struct Period {
    sessions: Vec<Uuid>,
    earlier: Vec<Uuid>,
    data_from: NaiveDate,
    as_of: NaiveDate,
}

/// A commitment, and whether the people were told in writing by the last day that counts.
type Told = (CommitmentFact, bool);

/// What was written down at the sessions.
struct Room {
    /// Minutes by session.
    minutes: BTreeMap<Uuid, minutes::Model>,
    /// Heard opinions with the session and the issue, in their order.
    heard: Vec<(Uuid, Option<Uuid>, minutes_item::Model)>,
    /// Line of the minutes by promise.
    promises: BTreeMap<Uuid, Uuid>,
    attendance: Vec<attendance::Model>,
}

impl Room {
    async fn read(conn: &Conn, sessions: &[Uuid]) -> AppResult<Self> {
        let sessions = sessions.iter().copied();
        let minutes = minutes::Entity::find().filter(minutes::Column::SessionId.is_in(sessions.clone())).all(conn).await?;
        let lines = agenda_item::Entity::find()
            .filter(agenda_item::Column::SessionId.is_in(sessions.clone()))
            .filter(agenda_item::Column::Kind.is_in(["issue", "floor"]))
            .order_by_asc(agenda_item::Column::Position)
            .all(conn)
            .await?;
        let written = minutes_item::Entity::find()
            .filter(minutes_item::Column::MinutesId.is_in(minutes.iter().map(|row| row.id)))
            .filter(minutes_item::Column::Outcome.is_not_null())
            .all(conn)
            .await?;
        let mut written: BTreeMap<Uuid, minutes_item::Model> = written.into_iter().map(|row| (row.agenda_item_id, row)).collect();
        let heard = lines.into_iter().filter_map(|line| Some((line.session_id, line.issue_id, written.remove(&line.id)?)));
        let heard: Vec<_> = heard.collect();
        let promises = promise::Entity::find()
            .filter(promise::Column::ItemId.is_in(heard.iter().map(|(_, _, line)| line.id)))
            .all(conn)
            .await?;
        let promises = promises.into_iter().map(|row| (row.id, row.item_id)).collect();
        let attendance = attendance::Entity::find().filter(attendance::Column::SessionId.is_in(sessions)).all(conn).await?;
        Ok(Self { minutes: minutes.into_iter().map(|row| (row.session_id, row)).collect(), heard, promises, attendance })
    }

    fn session(&self, session: &Session) -> SessionFact {
        let citizens = self.minutes.get(&session.id.0).map_or(0, |minutes| minutes.citizens);
        let taking = match session.state {
            SessionState::Held { .. } | SessionState::Closed { .. } => Taking::Held,
            SessionState::Cancelled { .. } => Taking::Cancelled,
            SessionState::Planned | SessionState::Announced { .. } | SessionState::InSession { .. } => Taking::Ahead,
        };
        SessionFact {
            id: session.id.0,
            on: session.on(),
            sort: match session.kind {
                SessionKind::Reception => SessionSort::Reception,
                SessionKind::AdHoc => SessionSort::AdHoc,
                _ => SessionSort::Periodic,
            },
            taking,
            chair: self.chair(session.id.0),
            citizens: u32::try_from(citizens).unwrap_or(0),
        }
    }

    fn chair(&self, session: Uuid) -> Chair {
        let has = |parts: &[&str], status: &str| {
            let mut rows = self.attendance.iter().filter(|row| row.session_id == session && row.status == status);
            rows.any(|row| parts.contains(&row.part.as_str()))
        };
        if has(&["chair"], "present") {
            Chair::InPerson
        } else if has(&["chair"], "replaced") {
            Chair::Delegated
        } else if has(&["co_chair"], "present") {
            Chair::InPerson
        } else {
            Chair::Unknown
        }
    }

    fn turns(&self) -> Vec<TurnFact> {
        let mut speakers = BTreeSet::new();
        let turn = |(session, _, line): &(Uuid, Option<Uuid>, minutes_item::Model)| TurnFact {
            id: line.id,
            session: *session,
            first: !line.asked_by.is_empty() && speakers.insert((*session, fold(&line.asked_by), fold(&line.asked_from))),
            contents: u32::try_from(line.contents).unwrap_or(0).max(1),
        };
        self.heard.iter().map(turn).collect()
    }

    /// Officials who came, each once; who came in somebody's place is known by the line alone.
    fn people(&self) -> Vec<PersonFact> {
        let came = self.attendance.iter().filter(|row| row.part != "citizen");
        let ids = came.filter_map(|row| match row.status.as_str() {
            "present" => Some(row.person_id.unwrap_or(row.id)),
            "replaced" => Some(row.id),
            _ => None,
        });
        ids.collect::<BTreeSet<_>>().into_iter().map(|id| PersonFact { id }).collect()
    }

    /// The issue, or the question from the floor, that a promise belongs to.
    fn matter_of(&self, promise: Uuid) -> Option<Uuid> {
        let item = self.promises.get(&promise)?;
        self.heard.iter().find(|(_, _, line)| line.id == *item).map(|(_, issue, line)| issue.unwrap_or(line.id))
    }

    /// Questions from the floor that stand in the minutes alone: issues raised live, under the id of their line.
    fn questions<'a>(&'a self, commitments: &'a [Told]) -> impl Iterator<Item = IssueFact> + 'a {
        self.heard.iter().filter(|(_, issue, _)| issue.is_none()).map(move |(session, _, line)| {
            let said = line.outcome.as_deref();
            let own: Vec<&Told> = commitments.iter().filter(|(fact, _)| fact.issue == Some(line.id)).collect();
            let answered = answered(said, false, &own);
            IssueFact {
                id: line.id,
                session: *session,
                way: Way::Live,
                intake: Intake::Counted,
                part: false,
                origin: None,
                field: None,
                level: None,
                beyond: said == Some("out_of_competence"),
                answered,
                outcome: outcome(answered.is_some(), &own.iter().map(|(fact, _)| fact.standing).collect::<Vec<_>>()),
            }
        })
    }

    /// What came of an issue in the room, if it was heard.
    fn outcome_of(&self, issue: Uuid) -> Option<&str> {
        self.heard.iter().find(|(_, known, _)| *known == Some(issue)).and_then(|(_, _, line)| line.outcome.as_deref())
    }
}

/// Where a matter was answered: `said` is what the minutes hold, `marked` whether the office marked it as answered by then.
fn answered(said: Option<&str>, marked: bool, commitments: &[&Told]) -> Option<Answered> {
    match (said, marked) {
        // A promise is an answer too: what was promised is resolved later, or not.
        (Some(said), _) if said != "written_answer" => Some(Answered::InTheRoom),
        (_, true) => Some(Answered::InWriting),
        (_, false) if commitments.iter().any(|(_, told)| *told) => Some(Answered::InWriting),
        (_, false) => None,
    }
}

/// The commitments of the period and those brought forward.
async fn commitments(conn: &Conn, period: &Period, room: &Room) -> AppResult<Vec<Told>> {
    let as_of = period.as_of;
    let rows = commitment::Entity::find()
        .filter(commitment::Column::SessionId.is_in(period.sessions.iter().chain(&period.earlier).copied()))
        .filter(commitment::Column::AssignedOn.lte(as_of))
        .order_by_asc(commitment::Column::AssignedOn)
        .order_by_asc(commitment::Column::Number)
        .all(conn)
        .await?;
    let was_open = |row: &commitment::Model| row.verified_at.is_none_or(|at| local_date(at) >= period.data_from);
    let belongs = |row: &commitment::Model| {
        period.sessions.contains(&row.session_id) || (period.earlier.contains(&row.session_id) && was_open(row))
    };
    let told = |row: commitment::Model| {
        let end = row.outcome.as_deref().map(|word| match word {
            "done" => Standing::Resolved,
            "impossible" => Standing::Impossible,
            _ => Standing::Explained,
        });
        let on = |at: Option<DateTime<Utc>>| at.map(local_date);
        let dates = CommitmentDates { reported_on: on(row.reported_at), end, confirmed_on: on(row.verified_at) };
        let fact = CommitmentFact {
            id: row.id,
            session: row.session_id,
            issue: row.issue_id.or_else(|| row.promise_id.and_then(|promise| room.matter_of(promise))),
            carried: !period.sessions.contains(&row.session_id),
            due_on: row.due_on,
            standing: standing(row.due_on, dates, as_of),
            confirmed: dates.confirmed_on.is_some_and(|on| on <= as_of),
        };
        (fact, row.answered_on.is_some_and(|on| on <= as_of))
    };
    Ok(rows.into_iter().filter(belongs).map(told).collect())
}

/// Steps from unit to unit that are followed back.
const MOST_STEPS: usize = 16;

/// For each of these issues that another unit sent here: the one that was handed in at first.
async fn origins(conn: &Conn, rows: &[issue::Model]) -> AppResult<BTreeMap<Uuid, Uuid>> {
    let mut first: BTreeMap<Uuid, Uuid> = rows.iter().filter_map(|row| Some((row.id, row.forwarded_from?))).collect();
    for _ in 0..MOST_STEPS {
        let asked: BTreeSet<Uuid> = first.values().copied().collect();
        if asked.is_empty() {
            break;
        }
        let before: Vec<(Uuid, Option<Uuid>)> = issue::Entity::find()
            .select_only()
            .columns([issue::Column::Id, issue::Column::ForwardedFrom])
            .filter(issue::Column::Id.is_in(asked))
            .filter(issue::Column::ForwardedFrom.is_not_null())
            .into_tuple()
            .all(conn)
            .await?;
        if before.is_empty() {
            break;
        }
        let before: BTreeMap<Uuid, Uuid> = before.into_iter().filter_map(|(id, from)| Some((id, from?))).collect();
        for origin in first.values_mut() {
            *origin = before.get(origin).copied().unwrap_or(*origin);
        }
    }
    Ok(first)
}

/// The issues handed in for these sessions. Drafts, returned and withdrawn ones are with their organisation and do not count.
async fn issue_facts(conn: &Conn, unit: &Unit, period: &Period, room: &Room, commitments: &[Told]) -> AppResult<Vec<IssueFact>> {
    let own_level = if unit.kind.is_provincial() { Level::Province } else { Level::Commune };
    // Reports go upward: every unit's own fields count there by the common upper level.
    let tops: BTreeMap<String, String> =
        issues::fields(conn).await?.iter().cloned().map(|field| (field.code, field.top)).collect();
    let received = issues::StateWord::ALL.iter().filter(|word| issues::is_received(**word)).map(|word| word.as_str());
    let rows = issue::Entity::find()
        .filter(issue::Column::SessionId.is_in(period.sessions.iter().copied()))
        .filter(issue::Column::SubmittedAt.lt(end_of(period.as_of)))
        .filter(issue::Column::State.is_in(received))
        .order_by_asc(issue::Column::SubmittedAt)
        .order_by_asc(issue::Column::Id)
        .all(conn)
        .await?;
    let origins = origins(conn, &rows).await?;
    let mut facts = Vec::with_capacity(rows.len());
    for row in rows {
        let word = row.state.parse::<issues::StateWord>()?;
        let level = row.competence.as_deref().map(str::parse::<Level>).transpose()?;
        let said = room.outcome_of(row.id);
        let own: Vec<&Told> = commitments.iter().filter(|(fact, _)| fact.issue == Some(row.id)).collect();
        let answered = answered(said, row.answered_at.is_some_and(|at| local_date(at) <= period.as_of), &own);
        facts.push(IssueFact {
            id: row.id,
            session: row.session_id,
            way: match issues::Way::of(row.channel.parse()?) {
                issues::Way::Live => Way::Live,
                issues::Way::Written => Way::Written,
                issues::Way::Before => Way::Before,
            },
            intake: match word {
                issues::StateWord::Merged => Intake::Merged,
                issues::StateWord::Refused => Intake::Refused,
                issues::StateWord::Split => Intake::Split,
                _ if issues::is_content(word) => Intake::Counted,
                _ => Intake::Diverted,
            },
            part: !issues::is_opinion(row.split_from.is_some()),
            origin: origins.get(&row.id).copied(),
            field: row.field_code.map(|code| tops.get(&code).cloned().unwrap_or(code)),
            beyond: word == issues::StateWord::Forwarded
                || level.is_some_and(|level| level != own_level)
                || said == Some("out_of_competence"),
            level,
            answered,
            outcome: outcome(answered.is_some(), &own.iter().map(|(fact, _)| fact.standing).collect::<Vec<_>>()),
        });
    }
    Ok(facts)
}
