//! The people of the demonstration: their bodies, posts, accounts and roles since the beginning of the story.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{Login, PASSWORD};
use crate::app::App;
use crate::demo::rules::people::{self, Place};
use crate::demo::rules::{self, Seat, UnitStory};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::kernel::clock::start_of;
use crate::kernel::{Actor, BodyId, Ctx};
use crate::organisation::actions::accounts::{self, NewAccount};
use crate::organisation::actions::{password, set_up, units};
use crate::organisation::{Body, BodyKind, Post, PostKind, Unit, bodies_of_unit, live_actor_of_account, posts};

/// Who sits where.
#[derive(Debug, Clone)]
struct Member {
    seat: Seat,
    login: String,
    body: Body,
    actor: Actor,
}

/// Everybody, by code of the unit.
#[derive(Debug, Clone, Default)]
pub(super) struct Cast(HashMap<String, Vec<Member>>);

/// What making people needs again and again.
struct Maker<'a> {
    app: &'a App,
    ctx: Ctx,
    hash: String,
    /// The next one's name; the seed decides on the first.
    people: usize,
}

impl Cast {
    /// Lets the units and their province take part and gives everybody an account.
    pub(super) async fn gather(app: &App, seed: u64, stories: &[UnitStory]) -> AppResult<Self> {
        let ctx = Ctx::system(start_of(rules::beginning()), "demo");
        // Hashing is slow on purpose; one password for all is hashed once.
        let people = rules::Chance::new(seed).below(people::NAMES);
        let mut maker = Maker { app, ctx, hash: password::hash(app, PASSWORD).await?, people };
        let mut cast = Self::default();
        let root = set_up::administration(app, &maker.ctx).await?;
        let bodies = bodies_of_unit(app.db().read(), set_up::ROOT, maker.ctx.today()).await?;
        let body = bodies.into_iter().find(|body| body.id == root).ok_or(AppError::NotFound)?;
        let admin = maker.member(Seat::Admin, "", body).await?;
        cast.0.insert(set_up::ROOT.to_owned(), vec![admin]);
        let province = units::activate(app, &maker.ctx, rules::PROVINCE).await?;
        duties::bind_defaults(app, &maker.ctx, &province.code).await?;
        let reviewer = maker.members(&province, &[Seat::Reviewer], "").await?;
        cast.0.insert(province.code, reviewer);
        for (at, story) in stories.iter().enumerate() {
            let unit = units::activate(app, &maker.ctx, story.code).await?;
            duties::bind_defaults(app, &maker.ctx, &unit.code).await?;
            maker.villages(&unit).await?;
            let suffix = if at == 0 { String::new() } else { format!(".{}", unit.code) };
            let members = maker.members(&unit, Seat::COMMUNE, &suffix).await?;
            cast.0.insert(unit.code, members);
        }
        Ok(cast)
    }

    /// Everybody at `now`.
    pub(super) fn all(&self, now: DateTime<Utc>) -> impl Iterator<Item = (Seat, Ctx)> {
        let members = self.0.values().flatten();
        members.map(move |member| (member.seat, Ctx { actor: member.actor.clone(), now, request_id: "demo".to_owned() }))
    }

    fn member(&self, unit: &str, seat: Seat) -> AppResult<&Member> {
        let found = self.0.get(unit).and_then(|members| members.iter().find(|member| member.seat == seat));
        found.ok_or_else(|| AppError::Internal(format!("demonstration: nobody is {seat} of {unit}")))
    }

    /// The person on this seat at `now`.
    pub(super) fn ctx(&self, unit: &str, seat: Seat, now: DateTime<Utc>) -> AppResult<Ctx> {
        let actor = self.member(unit, seat)?.actor.clone();
        Ok(Ctx { actor, now, request_id: "demo".to_owned() })
    }

    pub(super) fn body(&self, unit: &str, seat: Seat) -> AppResult<&Body> {
        Ok(&self.member(unit, seat)?.body)
    }

    /// One line for each role of each person, units by code, seats in their order.
    pub(super) fn logins(&self) -> Vec<Login> {
        let mut units: Vec<(&String, &Vec<Member>)> = self.0.iter().collect();
        units.sort_by_key(|(code, _)| *code);
        let lines = |member: &Member| {
            let line = |role| Login { role, login: member.login.clone(), body: member.body.name.clone() };
            member.seat.roles().iter().copied().map(line).collect::<Vec<_>>()
        };
        units.into_iter().flat_map(|(_, members)| members.iter().flat_map(lines)).collect()
    }
}

impl Maker<'_> {
    /// Residential groups of a ward, villages elsewhere.
    async fn villages(&self, unit: &Unit) -> AppResult<()> {
        let (group, head) = match unit.kind {
            crate::organisation::UnitKind::Ward => ("Tổ dân phố số", "Tổ trưởng tổ dân phố"),
            _ => ("Thôn", "Trưởng thôn"),
        };
        for number in [1, 5, 9].into_iter().take(Seat::VILLAGES.len()) {
            units::add_body(self.app, &self.ctx, &unit.code, BodyKind::Village, &format!("{group} {number}"), None, head).await?;
        }
        Ok(())
    }

    async fn members(&mut self, unit: &Unit, seats: &[Seat], suffix: &str) -> AppResult<Vec<Member>> {
        let bodies = bodies_of_unit(self.app.db().read(), &unit.code, self.ctx.today()).await?;
        let mut members = Vec::new();
        for seat in seats {
            let body = found(&bodies, *seat)
                .ok_or_else(|| AppError::Internal(format!("demonstration: {} has no body for {seat}", unit.name)))?;
            members.push(self.member(*seat, suffix, body.clone()).await?);
        }
        Ok(members)
    }

    async fn member(&mut self, seat: Seat, suffix: &str, body: Body) -> AppResult<Member> {
        let posts = posts(self.app.db().read(), &[body.id]).await?;
        let login = format!("{seat}{suffix}");
        let new = NewAccount {
            body: body.id,
            post: post(&posts, seat, body.id),
            full_name: people::name(self.people),
            email: Some(people::email(&login)),
            phone: None,
            login: login.clone(),
            password: PASSWORD.to_owned(),
            must_change: false,
            roles: seat.roles().to_vec(),
        };
        self.people += 1;
        let (_, account) = accounts::create_hashed(self.app, &self.ctx, new, &self.hash).await?;
        let found = live_actor_of_account(self.app.db().read(), account, self.ctx.today()).await?;
        let (actor, _) = found.ok_or_else(|| AppError::Internal("demonstration: a new account is disabled".into()))?;
        Ok(Member { seat, login, body, actor })
    }
}

/// The body in which a seat stands; villages in their order.
fn found(bodies: &[Body], seat: Seat) -> Option<&Body> {
    let Place { kind, short_name } = seat.place();
    let nth = Seat::VILLAGES.iter().position(|village| *village == seat).unwrap_or(0);
    bodies.iter().filter(|body| body.kind.as_str() == kind && body.short_name.starts_with(short_name)).nth(nth)
}

/// The clerk's post for the clerk, the head's for everybody else.
fn post(posts: &[Post], seat: Seat, body: BodyId) -> Option<crate::kernel::PostId> {
    let kind = if seat == Seat::Clerk { PostKind::Clerk } else { PostKind::Head };
    posts.iter().find(|post| post.body == body && post.kind == kind).map(|post| post.id)
}
