//! How subscriptions fare: one's own, and for the administrator all of them.

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::feeds::exports::breaches;
use crate::feeds::pages::{dav, serve};
use crate::feeds::rules::health::{Build, Client, Health, next_fetch};
use crate::feeds::rules::{Options, Owner, Subscription};
use crate::feeds::store::subscriptions;
use crate::i18n;
use crate::kernel::{Action, Page, PageRequest, PersonId, Role};
use crate::organisation::{bodies_by_ids, live_actor_of_account, unit};
use crate::web::{PageResult, Query, View, Visit};

/// Subscriptions ended last that their owner still sees.
const REVOKED_SHOWN: u64 = 20;

/// A subscription and how it fares.
#[derive(Debug, Serialize)]
pub struct Line {
    pub id: String,
    pub name: String,
    /// Whose calendar, where it is not its owner's own.
    pub whose: Option<String>,
    /// Who made it; on the administrator's page only.
    pub owner: Option<String>,
    pub created_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// Word of the catalogue: `feed-health-<state>`.
    pub state: &'static str,
    pub tone: &'static str,
    /// Word of the catalogue: `feed-client-<client>`; none before the first fetch.
    pub client: Option<&'static str>,
    /// What the program calls itself.
    pub agent: String,
    pub fetched_at: Option<DateTime<Utc>>,
    pub next_by: Option<DateTime<Utc>>,
    /// Sessions and deadlines that it shows now.
    pub shown: Option<usize>,
    pub faults: Vec<String>,
    /// Whether the reader may end it.
    pub is_mine: bool,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Subscriptions {
    /// Whether it is the administrator's page of all.
    pub is_all: bool,
    pub lines: Vec<Line>,
    pub number: u64,
    pub total: u64,
    pub last: u64,
}

impl View for Subscriptions {
    const TEMPLATE: &'static str = "pages/feeds/subscriptions";

    fn samples() -> Vec<Self> {
        let line = |health: Health, client: Option<Client>| {
            let fetched = client.map(|_| DateTime::default());
            let works = !matches!(health, Health::Revoked | Health::Closed);
            Line {
                id: "1".into(),
                name: "Điện thoại của tôi".into(),
                whose: works.then(|| "Hội Phụ nữ".into()),
                owner: works.then(|| "Lò Thị Mẫu".into()),
                created_at: DateTime::default(),
                revoked_at: (health == Health::Revoked).then(DateTime::default),
                state: health.as_str(),
                tone: health.tone(),
                client: client.map(Client::as_str),
                agent: "Thunderbird/153.0".into(),
                fetched_at: fetched,
                next_by: fetched,
                shown: works.then_some(12),
                faults: if health == Health::Broken { vec!["line 3 has more than 75 octets".into()] } else { Vec::new() },
                is_mine: works,
            }
        };
        let states = Health::ALL.iter().map(|&health| line(health, (health != Health::New).then_some(Client::Google)));
        let clients = Client::ALL.iter().map(|&client| line(Health::Fine, Some(client)));
        let numbered = |(at, line): (usize, Line)| Line { id: at.to_string(), ..line };
        let lines: Vec<Line> = states.chain(clients).enumerate().map(numbered).collect();
        let total = lines.len() as u64;
        vec![
            Self { is_all: false, lines, number: 1, total, last: 1 },
            Self { is_all: true, lines: vec![line(Health::Fine, Some(Client::Apple))], number: 2, total: 60, last: 3 },
            Self { is_all: false, lines: Vec::new(), number: 1, total: 0, last: 1 },
            Self { is_all: true, lines: Vec::new(), number: 1, total: 0, last: 1 },
        ]
    }
}

/// `?page=2`
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    page: Option<u64>,
}

/// GET /calendar/subscriptions
///
/// # Errors
/// The database's.
pub async fn mine(State(app): State<App>, visit: Visit) -> PageResult {
    let account = visit.ctx.actor.account().ok_or(AppError::NotSignedIn)?;
    let conn = app.db().read();
    let mut all = subscriptions::of_account(conn, account).await?;
    all.extend(subscriptions::revoked_of_account(conn, account, REVOKED_SHOWN).await?);
    let total = all.len() as u64;
    let page = Page { rows: all, number: 1, size: total.max(1), total };
    visit.page(&view(&app, &visit, page, false).await?)
}

/// GET /admin/subscriptions
///
/// # Errors
/// The database's.
pub async fn all(State(app): State<App>, visit: Visit, Query(query): Query<ListQuery>) -> PageResult {
    let mut scope = visit.ctx.scope(Action::ManageOrganisation);
    // The unit on top need not take part, but its people subscribe all the same.
    let own = visit.ctx.actor.grants().iter().filter(|grant| grant.role == Role::Admin);
    scope.units.extend(own.map(|grant| grant.unit_code.clone()));
    let page = subscriptions::list(app.db().read(), &scope, PageRequest::number(query.page)).await?;
    visit.page(&view(&app, &visit, page, true).await?)
}

async fn view(app: &App, visit: &Visit, page: Page<Subscription>, is_all: bool) -> AppResult<Subscriptions> {
    let (number, total, last) = (page.number, page.total, page.last());
    let mut lines = Vec::with_capacity(page.rows.len());
    for subscription in page.rows {
        lines.push(line(app, visit, subscription, is_all).await?);
    }
    Ok(Subscriptions { is_all, lines, number, total, last })
}

async fn line(app: &App, visit: &Visit, subscription: Subscription, is_all: bool) -> AppResult<Line> {
    let conn = app.db().read();
    let build = build(app, visit, &subscription).await?;
    let health = Health::of(&subscription, &build, visit.ctx.now);
    let live = subscription.revoked_at.is_none();
    let owner = match subscription.created_by.filter(|_| is_all) {
        Some(account) => live_actor_of_account(conn, account.into(), visit.ctx.today()).await?,
        None => None,
    };
    let (shown, faults) = match build {
        Build::Made { entries, faults } => (Some(entries), faults),
        Build::Closed => (None, Vec::new()),
    };
    Ok(Line {
        id: subscription.id.to_string(),
        whose: whose(app, visit, &subscription.owner).await?,
        owner: owner.map(|(actor, _)| visit.ctx.as_actor(actor).actor_name().to_owned()),
        created_at: subscription.created_at,
        revoked_at: subscription.revoked_at,
        state: health.as_str(),
        tone: health.tone(),
        client: subscription.last_fetched_at.map(|_| Client::of(&subscription.last_client).as_str()),
        fetched_at: subscription.last_fetched_at,
        next_by: next_fetch(&subscription).filter(|_| live),
        shown,
        faults,
        is_mine: live && subscription.created_by == visit.ctx.actor.account().map(|account| account.0),
        name: subscription.name,
        agent: subscription.last_client,
    })
}

/// The calendar as it would go out now; an ended one goes nowhere.
async fn build(app: &App, visit: &Visit, subscription: &Subscription) -> AppResult<Build> {
    if subscription.revoked_at.is_some() {
        return Ok(Build::Closed);
    }
    let made = match subscription.owner {
        Owner::Dav(person) => by_dav(app, visit, subscription, person).await,
        _ => serve::written(app, &visit.ctx, subscription, Options::default())
            .await
            .map(|written| (written.shown, breaches(&written.bytes))),
    };
    match made {
        Ok((entries, faults)) => Ok(Build::Made { entries, faults }),
        Err(AppError::NotFound | AppError::Denied(_)) => Ok(Build::Closed),
        Err(error) => Err(error),
    }
}

async fn by_dav(app: &App, visit: &Visit, of: &Subscription, person: PersonId) -> AppResult<(usize, Vec<String>)> {
    let account = of.created_by.ok_or(AppError::NotFound)?;
    let live = live_actor_of_account(app.db().read(), account.into(), visit.ctx.today()).await?;
    let (actor, locale) = live.ok_or(AppError::NotFound)?;
    dav::build(app, &visit.ctx, actor, person, locale.parse().unwrap_or_default()).await
}

/// Whose calendar it is, where it is not its maker's own.
///
/// # Errors
/// The database's.
pub async fn whose(app: &App, visit: &Visit, owner: &Owner) -> AppResult<Option<String>> {
    let conn = app.db().read();
    Ok(match owner {
        Owner::Person(_) => None,
        Owner::Dav(_) => Some("CalDAV".to_owned()),
        Owner::Body(id) => bodies_by_ids(conn, [*id]).await?.into_iter().next().map(|body| body.name),
        Owner::Below(code) => Some(i18n::text(visit.locale, "feeds-below", &[("name", unit(conn, code).await?.name)])),
    })
}
