//! What a calendar is made of. Rights are asked each time, not frozen when the subscription was made.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::app::App;
use crate::dialogues::{Filter, Repeated, Session, of_units, repeated};
use crate::error::{AppError, AppResult};
use crate::feeds::exports::Content;
use crate::feeds::rules::{Due, MOST_SESSIONS, MOST_SESSIONS_BELOW, Options, Owner, nearest, reaches_below, window};
use crate::feeds::store::dues;
use crate::i18n::{self, Locale};
use crate::kernel::{Action, Actor, BodyId, Ctx, Role, Scope, SeriesId, Target};
use crate::organisation::{active_units, body, heir_of, heir_of_body, unit};

/// A calendar before it is written.
#[derive(Debug)]
pub struct Material {
    pub name: String,
    organizer: String,
    page: String,
    locale: Locale,
    sessions: Vec<Session>,
    series: Vec<Repeated>,
    dues: Vec<Due>,
    units: BTreeMap<String, String>,
}

impl Material {
    /// As the writer takes it; `base` is the address of the installation.
    #[must_use]
    pub fn content<'a>(&'a self, base: &'a str, options: Options) -> Content<'a> {
        Content {
            name: self.name.clone(),
            organizer: self.organizer.clone(),
            base,
            page: self.page.clone(),
            locale: self.locale,
            options,
            sessions: &self.sessions,
            series: &self.series,
            dues: &self.dues,
            units: &self.units,
        }
    }

    /// The public calendar of a unit that takes part.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn public(app: &App, ctx: &Ctx, unit_code: &str) -> AppResult<Self> {
        let unit = unit(app.db().read(), unit_code).await?;
        if unit.activated_at.is_none() {
            return Err(AppError::NotFound);
        }
        // A unit that has ended shows what it held lately, and what its heir does.
        let mut units = vec![unit.code.clone()];
        let unit = heir_of(app.db().read(), unit, ctx.today()).await?;
        if !units.contains(&unit.code) {
            units.push(unit.code.clone());
        }
        let readable = Readable { units, inside: BTreeSet::new() };
        let (sessions, series) = readable.sessions(app, ctx, MOST_SESSIONS).await?;
        Ok(Self {
            name: format!("Đối thoại – {}", unit.name),
            page: format!("/public/{}", unit.code),
            locale: Locale::Vi,
            organizer: unit.name,
            sessions,
            series,
            dues: Vec::new(),
            units: BTreeMap::new(),
        })
    }

    /// What `actor` sees in his own calendar, in that of one of his bodies, or in that of all units below one.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a body in which he has no role, and for a unit below which he may not look.
    pub async fn own(app: &App, ctx: &Ctx, actor: Actor, locale: Locale, owner: &Owner) -> AppResult<Self> {
        let heir = match owner {
            Owner::Body(id) => Some(heir_of_body(app.db().read(), *id, ctx.today()).await?),
            _ => None,
        };
        let reader = ctx.as_actor(narrowed(actor, owner, heir)?);
        let (name, organizer) = match owner {
            Owner::Below(code) => return Self::below(app, &reader, locale, code).await,
            Owner::Person(_) | Owner::Dav(_) => (reader.actor_name().to_owned(), "Đối Thoại".to_owned()),
            Owner::Body(id) => {
                let body = body(app.db().read(), heir.unwrap_or(*id)).await?;
                (body.name.clone(), body.name)
            }
        };
        let own = reader.actor.grants().iter().map(|grant| (grant.unit_code.as_str(), grant.unit_path.as_str()));
        let (sessions, series) = Readable::by(&reader, own).sessions(app, ctx, MOST_SESSIONS).await?;
        Ok(Self {
            name: format!("Đối Thoại – {name}"),
            organizer,
            page: "/calendar".to_owned(),
            locale,
            sessions,
            series,
            dues: dues_of(app, &reader).await?,
            units: BTreeMap::new(),
        })
    }

    /// The unit `code` and all below it that take part.
    async fn below(app: &App, reader: &Ctx, locale: Locale, code: &str) -> AppResult<Self> {
        let conn = app.db().read();
        let top = heir_of(conn, unit(conn, code).await?, reader.today()).await?;
        if !reaches_below(&reader.scope(Action::ReadSessions), &top.path) {
            return Err(AppError::NotFound);
        }
        let units = active_units(conn, &top.path).await?;
        let readable = Readable::by(reader, units.iter().map(|unit| (unit.code.as_str(), unit.path.as_str())));
        let (sessions, series) = readable.sessions(app, reader, MOST_SESSIONS_BELOW).await?;
        Ok(Self {
            name: i18n::text(locale, "feed-below", &[("name", top.name.clone())]),
            organizer: top.name,
            page: "/calendar".to_owned(),
            locale,
            sessions,
            series,
            dues: Vec::new(),
            units: units.into_iter().map(|unit| (unit.code, unit.name)).collect(),
        })
    }
}

/// Codes of the units with all below which `actor` may look.
pub fn tops(actor: &Actor) -> BTreeSet<String> {
    let paths = Scope::of(actor, Action::ReadSessions).subtrees;
    paths.iter().filter_map(|path| path.trim_end_matches('/').rsplit('/').next()).map(str::to_owned).collect()
}

/// The actor with all his grants, or only those in the body whose calendar it is and in its heir.
fn narrowed(actor: Actor, owner: &Owner, heir: Option<BodyId>) -> AppResult<Actor> {
    match (actor, owner) {
        (Actor::Person { account, person, name, mut grants }, Owner::Body(body)) => {
            grants.retain(|grant| grant.body == body.0 || heir.is_some_and(|heir| grant.body == heir.0));
            if grants.is_empty() {
                return Err(AppError::NotFound);
            }
            Ok(Actor::Person { account, person, name, grants })
        }
        (actor, _) => Ok(actor),
    }
}

/// Codes of the units whose sessions are shown.
struct Readable {
    units: Vec<String>,
    /// Those of them whose planned sessions are shown as well.
    inside: BTreeSet<String>,
}

impl Readable {
    /// Those of `units`, codes with paths, that the reader may know.
    fn by<'a>(reader: &Ctx, units: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let may = |action, path: &str| reader.permit(action, &Target::unit(path)).is_ok();
        let known: BTreeMap<&str, &str> = units.filter(|(_, path)| may(Action::ReadSessions, path)).collect();
        let inside = known.iter().filter(|(_, path)| may(Action::ReadPlannedSessions, path));
        Self {
            inside: inside.map(|(code, _)| (*code).to_owned()).collect(),
            units: known.into_keys().map(str::to_owned).collect(),
        }
    }

    /// Their sessions in the window, the `most` nearest to now, with the series of these.
    async fn sessions(&self, app: &App, ctx: &Ctx, most: usize) -> AppResult<(Vec<Session>, Vec<Repeated>)> {
        let (from, to) = window(ctx.today());
        let filter = Filter { from: Some(from), to: Some(to), ..Filter::default() };
        let conn = app.db().read();
        let mut all = of_units(conn, &self.units, &filter).await?;
        all.retain(|session| session.state.is_public() || self.inside.contains(&session.unit_code));
        let all = nearest(all, most, ctx.now, |session| session.starts_at);
        let ids: BTreeSet<SeriesId> = all.iter().filter_map(|session| session.series).collect();
        let series = repeated(conn, &Vec::from_iter(ids), from).await?;
        Ok((all, series))
    }
}

/// Last days that concern the reader's own bodies, by his roles there.
async fn dues_of(app: &App, reader: &Ctx) -> AppResult<Vec<Due>> {
    let conn = app.db().read();
    let (from, _) = window(reader.today());
    let bodies = |role: Role| -> Vec<Uuid> {
        reader.actor.grants().iter().filter(|grant| grant.role == role).map(|grant| grant.body).collect()
    };
    let (answering, submitting) = (bodies(Role::Answering), bodies(Role::Submitter));
    let mut all = Vec::new();
    if !answering.is_empty() {
        all.extend(dues::answers(conn, &answering, from).await?);
        all.extend(dues::commitments(conn, &answering, from).await?);
    }
    if !submitting.is_empty() {
        all.extend(dues::calls(conn, &submitting, from).await?);
    }
    Ok(all)
}
