//! What an issue has to do with others, on its page and behind its receipt: the whole of a part, the parts of a whole, twins at
//! other units with their answers, what was raised before.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::parts::{excerpt, tone};
use crate::db::Conn;
use crate::error::AppResult;
use crate::issues::actions::memory::past_of;
use crate::issues::rules::{AnswerState, Issue, IssueState};
use crate::issues::store::{answers, links, walks};
use crate::kernel::{Action, Ctx};
use crate::organisation::{bodies_by_ids, unit};

/// An approved answer with the agency that gave it.
#[derive(Debug, Serialize)]
pub struct PublicAnswer {
    pub body: String,
    pub text: String,
}

impl PublicAnswer {
    pub(super) fn sample() -> Vec<Self> {
        vec![Self { body: "UBND".into(), text: "Sẽ làm xong trong quý III.".into() }]
    }
}

/// What anybody who may follow an issue reads of its answers: those approved, once it is answered.
///
/// # Errors
/// The database's.
pub(super) async fn public_answers(conn: &Conn, issue: &Issue) -> AppResult<Vec<PublicAnswer>> {
    if !matches!(issue.state, IssueState::Answered { .. }) {
        return Ok(Vec::new());
    }
    let all = answers::of_issues(conn, &[issue.id]).await?;
    let approved: Vec<_> = all.into_iter().filter(|answer| matches!(answer.state, AnswerState::Approved { .. })).collect();
    let bodies = bodies_by_ids(conn, approved.iter().map(|answer| answer.body)).await?;
    let name = |id| bodies.iter().find(|body| body.id == id).map(|body| body.name.clone()).unwrap_or_default();
    Ok(approved.into_iter().map(|answer| PublicAnswer { body: name(answer.body), text: answer.text }).collect())
}

/// How a content stands, or a twin at another unit.
#[derive(Debug, Serialize)]
pub struct Stand {
    /// Which content of the opinion.
    pub number: Option<usize>,
    /// The unit that has it.
    pub unit: Option<String>,
    pub state: &'static str,
    pub tone: &'static str,
    pub state_at: DateTime<Utc>,
    pub answers: Vec<PublicAnswer>,
}

impl Stand {
    pub(super) fn sample() -> Vec<Self> {
        let one = |number, unit: Option<&str>, answers| Self {
            number,
            unit: unit.map(str::to_owned),
            state: "answered",
            tone: "green",
            state_at: DateTime::default(),
            answers,
        };
        vec![one(Some(1), None, PublicAnswer::sample()), one(Some(2), Some("thành phố Hải Phòng"), Vec::new())]
    }
}

/// How the parts of an issue stand, and what became of it elsewhere: what whoever has its receipt may know.
///
/// # Errors
/// The database's.
pub(super) async fn stands(conn: &Conn, main: &Issue) -> AppResult<Vec<Stand>> {
    let is_split = matches!(main.state, IssueState::Split { .. });
    let roots = if is_split { links::parts_of(conn, main.id).await? } else { vec![main.clone()] };
    let ends = conn.recalled("stands-of", main.id, walks::ends_of(conn, &roots)).await?;
    let mut all = Vec::new();
    for (at, ends) in ends.into_iter().enumerate() {
        for one in ends {
            let elsewhere = one.unit_code != main.unit_code;
            if !(is_split || elsewhere) {
                continue;
            }
            all.push(Stand {
                number: is_split.then_some(at + 1),
                unit: if elsewhere { Some(unit(conn, &one.unit_code).await?.in_a_sentence()) } else { None },
                state: one.state.word().as_str(),
                tone: tone(one.state.word()),
                state_at: one.state_at,
                answers: public_answers(conn, &one).await?,
            });
        }
    }
    Ok(all)
}

/// Another issue in a line.
#[derive(Debug, Serialize)]
pub struct LinkedLine {
    /// None where the reader may not open it.
    pub id: Option<String>,
    pub number: Option<i32>,
    pub unit: String,
    pub wording: String,
    pub state: &'static str,
    pub tone: &'static str,
    /// Why it was given back or turned away.
    pub reason: String,
    pub answers: Vec<PublicAnswer>,
}

impl LinkedLine {
    fn sample(id: Option<&str>) -> Self {
        Self {
            id: id.map(str::to_owned),
            number: id.map(|_| 3),
            unit: "phường Hải An".into(),
            wording: "Nạo vét cống".into(),
            state: "accepted",
            tone: "blue",
            reason: if id.is_some() { "Thuộc thẩm quyền cấp xã".into() } else { String::new() },
            answers: if id.is_some() { PublicAnswer::sample() } else { Vec::new() },
        }
    }

    async fn of(conn: &Conn, ctx: &Ctx, issue: &Issue) -> AppResult<Self> {
        let unit = unit(conn, &issue.unit_code).await?;
        let opens = ctx.permit(Action::ReadIssue, &unit.target()).is_ok();
        let reason = match &issue.state {
            IssueState::Returned { reason } | IssueState::Refused { reason, .. } => reason.clone(),
            _ => String::new(),
        };
        Ok(Self {
            id: opens.then(|| issue.id.to_string()),
            number: issue.number,
            unit: unit.in_a_sentence(),
            wording: excerpt(&issue.shown_wording()),
            state: issue.state.word().as_str(),
            tone: tone(issue.state.word()),
            reason,
            answers: public_answers(conn, issue).await?,
        })
    }
}

/// Everything that an issue hangs together with, for one reader.
#[derive(Debug, Default, Serialize)]
pub struct Related {
    /// The opinion that it is a part of.
    pub whole: Option<LinkedLine>,
    pub parts: Vec<LinkedLine>,
    /// The issue that another unit sent here.
    pub origin: Option<LinkedLine>,
    /// What became of it at other units: a line for each place where it is worked on there.
    pub twins: Vec<LinkedLine>,
    /// A receiver has taken it up.
    #[serde(skip)]
    pub under_way: bool,
    /// How often the matter was raised, this time included; none for the first time.
    pub times: Option<usize>,
}

impl Related {
    pub(super) fn sample() -> Self {
        let line = || LinkedLine::sample(Some("0196"));
        Self {
            whole: Some(line()),
            parts: vec![line()],
            origin: Some(LinkedLine::sample(None)),
            twins: vec![line(), LinkedLine::sample(None)],
            under_way: true,
            times: Some(5),
        }
    }

    /// What the reader sees; `staff` reads the whole unit, `own` handed the issue in.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn of(conn: &Conn, ctx: &Ctx, issue: &Issue, staff: bool, own: bool) -> AppResult<Self> {
        let mut related = Self::default();
        if staff || own {
            if let Some(whole) = issue.links.split_from {
                // Its organisation handed the whole in, and opens it as its own.
                let line = match links::whole_of(conn, whole).await? {
                    Some(whole) => Some(Self::own_line(conn, ctx, &whole).await?),
                    None => None,
                };
                related.whole = line;
            }
            if matches!(issue.state, IssueState::Split { .. }) {
                for part in links::parts_of(conn, issue.id).await? {
                    related.parts.push(Self::own_line(conn, ctx, &part).await?);
                }
            }
        }
        // Who may read a forwarded issue and is neither waits for the same answer: an organisation whose own was merged into it.
        if staff || own || matches!(issue.state, IssueState::Forwarded { .. }) {
            related.add_twins(conn, ctx, issue, staff, own).await?;
        }
        if staff {
            if let Some(origin) = links::origins_of(conn, issue).await?.first() {
                let mut line = LinkedLine::of(conn, ctx, origin).await?;
                // What was said there stays there; the receiver has the wording that was sent.
                line.wording.clear();
                line.reason.clear();
                related.origin = Some(line);
            }
            related.times = Some(past_of(conn, issue).await?.raised.len()).filter(|times| *times > 1);
        }
        Ok(related)
    }

    /// What the receivers made of it, wherever that is worked on in the end; what they call it there stays there.
    async fn add_twins(&mut self, conn: &Conn, ctx: &Ctx, issue: &Issue, staff: bool, own: bool) -> AppResult<()> {
        let mut twins = links::twins_of(conn, issue.id).await?;
        twins.retain(|twin| twin.state != IssueState::Withdrawn);
        self.under_way = twins.iter().any(|twin| twin.state.word().is_taken_up());
        for end in conn.recalled("twins-ends", issue.id, walks::ends_of(conn, &twins)).await?.iter().flatten() {
            let mut line = LinkedLine::of(conn, ctx, end).await?;
            line.wording.clear();
            // Reasons are for this office; the number there is for who asks there about his own issue.
            if !staff {
                line.reason.clear();
            }
            line.number = line.number.filter(|_| staff || own);
            self.twins.push(line);
        }
        Ok(())
    }

    async fn own_line(conn: &Conn, ctx: &Ctx, issue: &Issue) -> AppResult<LinkedLine> {
        let mut line = LinkedLine::of(conn, ctx, issue).await?;
        line.id = Some(issue.id.to_string());
        if !issue.is_shielded() {
            line.wording = excerpt(&issue.content.wording);
        }
        Ok(line)
    }
}
