//! Help while a session's time is typed: what it collides with, and free times to choose from. Nothing is saved by it.
//!
//! Every answer is the whole page, so that it works without JavaScript; with it only the part that changed is taken from it.
//! Neighbour: `session_forms` shows the forms around it.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;
use serde_json::{Value, json};

use super::clash_lines::{Clashes, some};
use crate::app::App;
use crate::dialogues::actions::clashes::{InsteadOf, Wish, clashes};
use crate::dialogues::actions::free_times::{Period, Question, candidates, find, period};
use crate::dialogues::forms::free_times as forms;
use crate::dialogues::rules::free_times::Offer;
use crate::dialogues::rules::{Session, SessionKind};
use crate::error::AppResult;
use crate::i18n::{self, Locale, format};
use crate::kernel::{PersonId, Violations};
use crate::web::{Choice, FormState, Posted, Visit};

/// Length of a session where none is typed, in minutes: a morning from eight on.
const USUAL_MINUTES: i64 = 210;

/// What helps to choose a time.
#[derive(Debug, Default, Serialize)]
pub struct Help {
    /// None where no time was typed that could be looked at.
    pub clashes: Option<Clashes>,
    pub finder: Option<Finder>,
}

/// The finder of free times, open.
#[derive(Debug, Serialize)]
pub struct Finder {
    pub people: Vec<Choice>,
    /// Why these days, in the reader's words.
    pub period: String,
    /// Whether it could look.
    pub looked: bool,
    pub offers: Vec<OfferLine>,
    /// Names of those whose busy times nobody gave.
    pub unknown: String,
}

/// A free time with what speaks for it.
#[derive(Debug, Serialize)]
pub struct OfferLine {
    /// What the button sends.
    pub value: String,
    pub on: NaiveDate,
    pub starts: NaiveTime,
    pub ends: NaiveTime,
    pub reasons: Vec<Reason>,
}

/// One reason.
#[derive(Debug, Serialize)]
pub struct Reason {
    pub text: String,
    /// Whether it speaks for the time.
    pub is_good: bool,
}

impl Help {
    /// For the samples of pages that show it.
    pub(super) fn samples() -> Vec<Self> {
        let reasons =
            || vec![Reason { text: "ngày làm việc".into(), is_good: true }, Reason { text: "quá hạn".into(), is_good: false }];
        let offer = || OfferLine {
            value: "2026-02-10T08:00/2026-02-10T11:30".into(),
            on: NaiveDate::default(),
            starts: NaiveTime::MIN,
            ends: NaiveTime::MIN,
            reasons: reasons(),
        };
        let finder = |looked, offers, unknown: &str| Finder {
            people: vec![Choice::new("0193", "Lò Văn Mẫu – Bí thư Đảng ủy")],
            period: "Trong năm 2026".into(),
            looked,
            offers,
            unknown: unknown.into(),
        };
        vec![
            Self::default(),
            Self { clashes: Some(Clashes { lines: Vec::new() }), finder: None },
            Self { clashes: Some(Clashes::sample()), finder: Some(finder(true, vec![offer()], "Lò Văn Mẫu")) },
            Self { clashes: None, finder: Some(finder(true, Vec::new(), "")) },
            Self { clashes: None, finder: Some(finder(false, Vec::new(), "")) },
        ]
    }
}

/// What the form is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    pub unit_code: &'a str,
    /// The session that is changed or moved; none for a new one.
    pub session: Option<&'a Session>,
}

impl About<'_> {
    fn instead_of(&self) -> InsteadOf {
        self.session.map_or(InsteadOf::Nothing, |session| InsteadOf::Session(session.id))
    }
}

/// Whether the form asks for help and not to be saved.
pub(super) fn is_asked(posted: &Posted) -> bool {
    posted.get("take").is_some() || matches!(posted.get("act"), Some("check" | "find"))
}

/// The help that was asked for, the form as it is to be shown with it, and whether something of it was refused.
pub(super) async fn asked(
    app: &App,
    visit: &Visit,
    about: About<'_>,
    posted: &Posted,
) -> AppResult<(StatusCode, FormState, Help)> {
    let mut form = FormState::refused(posted, &Violations::default(), visit.locale);
    // What a button sent is no part of the form.
    form.values.retain(|name, _| name != "act" && name != "take");
    let mut times = forms::times(posted);
    if let Some((from, to)) = forms::taken(posted) {
        times = Some((crate::kernel::clock::instant(from), crate::kernel::clock::instant(to)));
        let values = [
            ("on", format::date(visit.locale, from.date())),
            ("starts", format::time(from.time())),
            ("ends", format::time(to.time())),
        ];
        form.values.extend(values.map(|(name, value)| (name.to_owned(), Value::from(value))));
        close(&mut form);
    }
    let mut help =
        Help { clashes: clashes_of(app, visit, about, posted.get("place").unwrap_or_default(), times).await?, finder: None };
    if posted.get("act") != Some("find") {
        close(&mut form);
        return Ok((StatusCode::OK, form, help));
    }
    let (status, finder) = finder(app, visit, about, posted, &mut form).await?;
    help.finder = Some(finder);
    Ok((status, form, help))
}

/// Forgets the finder's own fields.
fn close(form: &mut FormState) {
    form.values.retain(|name, _| !matches!(name.as_str(), "finder" | "needed" | "lasts" | "earliest" | "latest"));
}

/// What these times collide with, for who plans; none where there are no times yet.
pub(super) async fn clashes_of(
    app: &App,
    visit: &Visit,
    about: About<'_>,
    place: &str,
    times: Option<(chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>)>,
) -> AppResult<Option<Clashes>> {
    let Some(times) = times else { return Ok(None) };
    let wish = Wish {
        unit_code: about.unit_code.to_owned(),
        place: place.to_owned(),
        times: vec![times],
        instead_of: about.instead_of(),
    };
    Ok(Some(Clashes::of(&clashes(app, &visit.ctx, &wish).await?, visit.locale)))
}

async fn finder(
    app: &App,
    visit: &Visit,
    about: About<'_>,
    posted: &Posted,
    form: &mut FormState,
) -> AppResult<(StatusCode, Finder)> {
    let kind = about.session.map(|session| session.kind).or(forms::kind(posted)).unwrap_or(SessionKind::Periodic);
    let day = forms::day(posted).filter(|day| *day > visit.ctx.today());
    let owed = period(app, &visit.ctx, about.unit_code, kind, day).await?;
    let candidates = candidates(app.db().read(), about.unit_code, day.unwrap_or(owed.first), about.instead_of()).await?;
    let names: BTreeMap<PersonId, &str> = candidates.iter().map(|(one, _)| (one.person, one.name.as_str())).collect();
    let label = |name: &str, title: &str| if title.is_empty() { name.to_owned() } else { format!("{name} – {title}") };
    let people = candidates.iter().map(|(one, _)| Choice::new(one.person.to_string(), label(&one.name, &one.title)));
    let mut finder = Finder {
        people: people.collect(),
        period: said(&owed, visit.locale),
        looked: false,
        offers: Vec::new(),
        unknown: String::new(),
    };
    let input = match forms::input(posted) {
        Ok(Some(mut input)) => {
            // Nobody else can be asked about.
            input.people.retain(|person| names.contains_key(person));
            input
        }
        Ok(None) => {
            let people = candidates.iter().filter(|(_, proposed)| *proposed).map(|(one, _)| one.person).collect();
            let (first, last) = (owed.first, owed.last);
            let input = forms::Input { people, minutes: forms::minutes(posted).unwrap_or(USUAL_MINUTES), first, last };
            opened(form, &input);
            input
        }
        Err(violations) => {
            *form = FormState::refused(posted, &violations, visit.locale);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, finder));
        }
    };
    let question = Question {
        unit_code: about.unit_code.to_owned(),
        kind,
        place: posted.get("place").unwrap_or_default().to_owned(),
        people: input.people,
        minutes: input.minutes,
        first: input.first.max(visit.ctx.today()),
        last: input.last,
        wished: forms::hour(posted).or(NaiveTime::from_hms_opt(8, 0, 0)).unwrap_or_default(),
        safe_until: owed.safe_until,
        instead_of: about.instead_of(),
    };
    let answer = find(app, &visit.ctx, &question).await?;
    let told = answer.offers.iter().map(|offer| offer_line(offer, &question, &owed, visit.locale));
    (finder.looked, finder.offers) = (true, told.collect());
    let unknown: Vec<&str> = answer.unknown.iter().filter_map(|person| names.get(person).copied()).collect();
    finder.unknown = some(&unknown, visit.locale);
    Ok((StatusCode::OK, finder))
}

/// Fills the finder's fields when it is opened.
fn opened(form: &mut FormState, input: &forms::Input) {
    let people: Vec<String> = input.people.iter().map(ToString::to_string).collect();
    let fields = [
        ("finder", json!("open")),
        ("needed", json!(people)),
        ("lasts", json!(input.minutes)),
        ("earliest", json!(input.first)),
        ("latest", json!(input.last)),
    ];
    form.values.extend(fields.map(|(name, value)| (name.to_owned(), value)));
}

/// Why these days are looked through.
fn said(period: &Period, locale: Locale) -> String {
    let day = |day| format::date(locale, day);
    let args = [("from", day(period.first)), ("to", day(period.last))];
    let key = if period.is_owed { "finder-period-owed" } else { "finder-period-free" };
    let mut said = i18n::text(locale, key, &args);
    if let Some(safe) = period.safe_until {
        said = format!("{said} {}", i18n::text(locale, "finder-safe-until", &[("day", day(safe))]));
    }
    said
}

fn offer_line(offer: &Offer, question: &Question, period: &Period, locale: Locale) -> OfferLine {
    let day = |day| format::date(locale, day);
    let say = |key: &str, args: &[(&str, String)]| i18n::text(locale, key, args);
    let good = |text| Reason { text, is_good: true };
    let mut reasons = vec![good(say("offer-working-day", &[]))];
    if !question.people.is_empty() {
        reasons.push(good(say("offer-people", &[("count", question.people.len().to_string())])));
    }
    if !question.place.trim().is_empty() {
        reasons.push(good(say("offer-place", &[])));
    }
    match offer.notice_by {
        Some(by) if offer.is_noticed_in_time => reasons.push(good(say("offer-notice", &[("day", day(by))]))),
        Some(by) => reasons.push(Reason { text: say("offer-notice-late", &[("day", day(by))]), is_good: false }),
        None => {}
    }
    if let Some(safe) = period.safe_until {
        let key = if offer.is_safe { "offer-safe" } else { "offer-unsafe" };
        reasons.push(Reason { text: say(key, &[("day", day(safe))]), is_good: offer.is_safe });
    } else if period.is_owed && offer.from.date() <= period.last {
        reasons.push(good(say("offer-in-period", &[("day", day(period.last))])));
    }
    if !offer.is_alone {
        reasons.push(Reason { text: say("offer-not-alone", &[]), is_good: false });
    }
    OfferLine {
        value: format!("{}/{}", offer.from.format("%Y-%m-%dT%H:%M"), offer.to.format("%Y-%m-%dT%H:%M")),
        on: offer.from.date(),
        starts: offer.from.time(),
        ends: offer.to.time(),
        reasons,
    }
}
