//! The month page with its agenda, and the subscriptions.

use axum::extract::State;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::dialogues::{Filter, Session, SessionState, list};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::feeds::actions::subscriptions::{self as actions, Whose};
use crate::feeds::forms;
use crate::feeds::pages::health;
use crate::feeds::pages::material::tops;
use crate::feeds::pages::month::{self, Day, Item};
use crate::feeds::rules::Ring;
use crate::feeds::rules::health::Client;
use crate::feeds::store::subscriptions;
use crate::i18n::{self, Locale};
use crate::kernel::clock::start_of;
use crate::kernel::{BodyId, FeedId, PageRequest};
use crate::organisation::{bodies_by_ids, login_of, unit};
use crate::web::{Choice, FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// `?month=2025-08`
#[derive(Debug, Default, Deserialize)]
pub struct MonthQuery {
    #[serde(default)]
    month: String,
}

/// A subscription in the list.
#[derive(Debug, Serialize)]
pub struct Line {
    pub id: String,
    pub name: String,
    pub whose: Option<String>,
    pub created_at: DateTime<Utc>,
    pub last_fetched_at: Option<DateTime<Utc>>,
    /// Word of the catalogue: `feed-client-<client>`; none before the first fetch.
    pub client: Option<&'static str>,
}

/// The public feed of a unit.
#[derive(Debug, Serialize)]
pub struct Public {
    pub name: String,
    pub https: String,
    pub webcal: String,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Calendar {
    pub first: NaiveDate,
    pub month: u32,
    pub year: i32,
    pub previous: String,
    pub next: String,
    pub weeks: Vec<Vec<Day>>,
    pub public: Vec<Public>,
    pub lines: Vec<Line>,
    pub bodies: Vec<Choice>,
    pub rings: Vec<Choice>,
    pub cancelled: Vec<Choice>,
    pub lunar: Vec<Choice>,
    pub form: FormState,
}

impl View for Calendar {
    const TEMPLATE: &'static str = "pages/feeds/calendar";

    fn samples() -> Vec<Self> {
        let on = NaiveDate::default();
        let item =
            |cancelled| Item { label: "08:00 Đối thoại với nông dân".into(), href: "/dialogues/1".into(), cancelled };
        let day = |items| Day { on, day: 1, is_other: false, is_off: true, is_today: true, note: Some("Tết".into()), items };
        let line = Line {
            id: "1".into(),
            name: "Điện thoại của tôi".into(),
            whose: Some("Hội Phụ nữ".into()),
            created_at: DateTime::default(),
            last_fetched_at: Some(DateTime::default()),
            client: Some(Client::Thunderbird.as_str()),
        };
        let sample = |lines, weeks| Self {
            first: on,
            month: 1,
            year: 1970,
            previous: "1969-12".into(),
            next: "1970-02".into(),
            weeks,
            public: vec![Public {
                name: "Phường Hải An".into(),
                https: "https://x/f.ics".into(),
                webcal: "webcal://x/f.ics".into(),
            }],
            lines,
            bodies: vec![Choice::new("1", "Hội Phụ nữ")],
            rings: Choice::words(Ring::ALL.iter().map(|ring| ring.as_str()), "feed-ring", Locale::Vi),
            cancelled: Choice::words(["title"], "feed-cancelled", Locale::Vi),
            lunar: Choice::words(["1"], "feed-lunar-day", Locale::Vi),
            form: FormState::default(),
        };
        vec![sample(vec![line], vec![vec![day(vec![item(false), item(true)])]]), sample(Vec::new(), vec![vec![day(Vec::new())]])]
    }
}

/// GET /calendar
///
/// # Errors
/// The database's.
pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query<MonthQuery>) -> PageResult {
    let asked = NaiveDate::parse_from_str(&format!("{}-01", query.month), "%Y-%m-%d").ok();
    visit.page(&view(&app, &visit, asked, FormState::default()).await?)
}

async fn view(app: &App, visit: &Visit, asked: Option<NaiveDate>, form: FormState) -> AppResult<Calendar> {
    let conn = app.db().read();
    let today = visit.ctx.today();
    let first = asked.filter(|day| (1990..2190).contains(&day.year())).or_else(|| today.with_day(1)).unwrap_or(today);
    let (from, to) = month::bounds(first);
    let filter = Filter { from: Some(start_of(from)), to: Some(start_of(to.succ_opt().unwrap_or(to))), ..Filter::default() };
    let page = list(conn, &visit.ctx, &filter, PageRequest { number: 1, size: 500 }).await?;
    let mut sessions: Vec<&Session> = page.rows.iter().collect();
    sessions.sort_by_key(|session| session.starts_at);
    let items: Vec<(DateTime<Utc>, Item)> = sessions
        .into_iter()
        .map(|session| {
            let cancelled = matches!(session.state, SessionState::Cancelled { .. });
            (session.starts_at, Item { label: session.title.clone(), href: format!("/dialogues/{}", session.id), cancelled })
        })
        .collect();
    let grants = visit.ctx.actor.grants();
    let account = visit.ctx.actor.account().ok_or(AppError::NotSignedIn)?;
    let mut lines = Vec::new();
    for line in subscriptions::of_account(conn, account).await? {
        lines.push(Line {
            id: line.id.to_string(),
            whose: health::whose(app, visit, &line.owner).await?,
            name: line.name,
            created_at: line.created_at,
            client: line.last_fetched_at.map(|_| Client::of(&line.last_client).as_str()),
            last_fetched_at: line.last_fetched_at,
        });
    }
    let mut units: Vec<&str> = grants.iter().map(|grant| grant.unit_code.as_str()).filter(|code| *code != "00").collect();
    units.sort_unstable();
    units.dedup();
    let mut public = Vec::new();
    for code in units {
        let https = app.link(&format!("/feeds/unit/{code}.ics"));
        public.push(Public { name: unit(conn, code).await?.name, webcal: webcal(&https), https });
    }
    Ok(Calendar {
        first,
        month: first.month(),
        year: first.year(),
        previous: month::previous_month(first).format("%Y-%m").to_string(),
        next: month::next_month(first).format("%Y-%m").to_string(),
        weeks: month::weeks(first, today, &*duties::calendar(conn).await?, &items),
        public,
        lines,
        bodies: choices(app, visit).await?,
        rings: Choice::words(Ring::ALL.iter().map(|ring| ring.as_str()), "feed-ring", visit.locale),
        cancelled: Choice::words(["title"], "feed-cancelled", visit.locale),
        lunar: Choice::words(["1"], "feed-lunar-day", visit.locale),
        form,
    })
}

/// Whose calendar it may be beside one's own: all by CalDAV, each body's, that of all units below one.
async fn choices(app: &App, visit: &Visit) -> AppResult<Vec<Choice>> {
    let conn = app.db().read();
    let mut choices = vec![Choice::new("dav", i18n::text(visit.locale, "feeds-dav", &[]))];
    let bodies = bodies_by_ids(conn, visit.ctx.actor.grants().iter().map(|grant| BodyId(grant.body))).await?;
    choices.extend(bodies.iter().map(|body| Choice::new(body.id.to_string(), body.name.as_str())));
    for code in tops(&visit.ctx.actor) {
        let name = unit(conn, &code).await?.name;
        choices.push(Choice::new(format!("below-{code}"), i18n::text(visit.locale, "feeds-below", &[("name", name)])));
    }
    Ok(choices)
}

/// The address under which a telephone offers to subscribe.
fn webcal(https: &str) -> String {
    https.split_once("://").map_or_else(|| https.to_owned(), |(_, rest)| format!("webcal://{rest}"))
}

/// A new secret, shown once: an address, or what a CalDAV program asks for.
#[derive(Debug, Serialize)]
pub struct Made {
    pub name: String,
    pub https: String,
    pub webcal: String,
    pub password: Option<Password>,
}

/// What a CalDAV program asks for beside the address.
#[derive(Debug, Serialize)]
pub struct Password {
    pub login: String,
    pub secret: String,
}

impl View for Made {
    const TEMPLATE: &'static str = "pages/feeds/made";

    fn samples() -> Vec<Self> {
        let sample = |password| Self {
            name: "Điện thoại của tôi".into(),
            https: "https://x/f.ics".into(),
            webcal: "webcal://x/f.ics".into(),
            password,
        };
        vec![sample(None), sample(Some(Password { login: "vanphong".into(), secret: "A2B3".into() }))]
    }
}

/// POST /calendar/subscriptions
///
/// # Errors
/// The database's.
pub async fn create(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let input = forms::new_subscription(&posted);
    let (name, whose, query) =
        input.as_ref().map(|input| (input.name.clone(), Some(input.whose.clone()), input.options.query())).unwrap_or_default();
    let result = match input {
        Ok(input) => actions::create(&app, &visit.ctx, input).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(secret) if whose == Some(Whose::Dav) => {
            let account = visit.ctx.actor.account().ok_or(AppError::NotSignedIn)?;
            let login = login_of(app.db().read(), account).await?;
            let password = Some(Password { login, secret });
            visit.page(&Made { name, webcal: String::new(), https: app.link("/caldav/"), password })
        }
        Ok(secret) => {
            let https = app.link(&format!("/feeds/s/{secret}.ics{query}"));
            visit.page(&Made { name, webcal: webcal(&https), https, password: None })
        }
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, None, form).await?)
        }
    }
}

/// POST /calendar/subscriptions/{id}/revoke
///
/// # Errors
/// [`crate::error::AppError::NotFound`].
pub async fn revoke(State(app): State<App>, visit: Visit, Path(id): Path<FeedId>, _posted: Posted) -> PageResult {
    actions::revoke(&app, &visit.ctx, id).await?;
    visit.redirect("/calendar", "flash-feed-revoked")
}
