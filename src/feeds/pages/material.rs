//! What a calendar is made of. Rights are asked each time, not frozen when the subscription was made.

use uuid::Uuid;

use crate::app::App;
use crate::dialogues::{Filter, Session, of_unit};
use crate::error::{AppError, AppResult};
use crate::feeds::exports::Content;
use crate::feeds::rules::{Due, MOST_ENTRIES, Options, Owner, nearest, window};
use crate::feeds::store::dues;
use crate::i18n::Locale;
use crate::kernel::{Action, Actor, Ctx, Role};
use crate::organisation::{body, unit};

/// A calendar before it is written.
#[derive(Debug)]
pub struct Material {
    pub name: String,
    organizer: String,
    page: String,
    locale: Locale,
    sessions: Vec<Session>,
    dues: Vec<Due>,
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
            dues: &self.dues,
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
        Ok(Self {
            name: format!("Đối thoại – {}", unit.name),
            page: format!("/public/{}", unit.code),
            locale: Locale::Vi,
            sessions: sessions(app, ctx, std::slice::from_ref(&unit.code), false).await?,
            organizer: unit.name,
            dues: Vec::new(),
        })
    }

    /// What `actor` sees in his own calendar, or in that of one of his bodies.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a body in which he has no role.
    pub async fn own(app: &App, ctx: &Ctx, actor: Actor, locale: Locale, owner: &Owner) -> AppResult<Self> {
        let reader = Ctx { actor: narrowed(actor, owner)?, ..ctx.clone() };
        let units: Vec<String> = reader.scope(Action::ReadSessions).units;
        let inside = !reader.scope(Action::ReadPlannedSessions).units.is_empty();
        let (name, organizer) = match *owner {
            Owner::Person(_) | Owner::Dav(_) => (reader.actor_name().to_owned(), "Đối Thoại".to_owned()),
            Owner::Body(id) => {
                let body = body(app.db().read(), id).await?;
                (body.name.clone(), body.name)
            }
        };
        Ok(Self {
            name: format!("Đối Thoại – {name}"),
            organizer,
            page: "/calendar".to_owned(),
            locale,
            sessions: sessions(app, ctx, &units, inside).await?,
            dues: dues_of(app, &reader).await?,
        })
    }
}

/// The actor with all his grants, or only those in the body whose calendar it is.
fn narrowed(actor: Actor, owner: &Owner) -> AppResult<Actor> {
    match (actor, owner) {
        (Actor::Person { account, person, name, mut grants }, Owner::Body(body)) => {
            grants.retain(|grant| grant.body == body.0);
            if grants.is_empty() {
                return Err(AppError::NotFound);
            }
            Ok(Actor::Person { account, person, name, grants })
        }
        (actor, _) => Ok(actor),
    }
}

/// Sessions of the units in the window; planned ones only for the office itself.
async fn sessions(app: &App, ctx: &Ctx, units: &[String], planned_too: bool) -> AppResult<Vec<Session>> {
    let (from, to) = window(ctx.today());
    let filter = Filter { from: Some(from), to: Some(to), ..Filter::default() };
    let mut all = Vec::new();
    for unit in units {
        all.extend(of_unit(app.db().read(), unit, &filter).await?);
    }
    all.retain(|session| planned_too || session.state.is_public());
    all.sort_by_key(|session| session.id);
    all.dedup_by_key(|session| session.id);
    Ok(nearest(all, MOST_ENTRIES, ctx.now, |session| session.starts_at))
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
