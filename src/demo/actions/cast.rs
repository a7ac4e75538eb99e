//! The people of the demonstration: their bodies, posts, accounts and roles since the beginning of the story.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{Login, PASSWORD};
use crate::app::App;
use crate::demo::rules::people::{self, Place};
use crate::demo::rules::{self, Scale, Seat, UnitStory};
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
pub(super) struct Cast {
    /// Whose days are told in full, and who stands above them.
    full: HashMap<String, Vec<Member>>,
    /// The communes of the country that are told in short.
    short: HashMap<String, Vec<Member>>,
}

/// What making people needs again and again.
struct Maker<'a> {
    app: &'a App,
    ctx: Ctx,
    hash: String,
    /// The next one's name; the seed decides on the first.
    people: usize,
}

impl Cast {
    /// Lets the units and their provinces take part and gives everybody an account.
    pub(super) async fn gather(app: &App, scale: Scale, seed: u64, stories: &[UnitStory]) -> AppResult<Self> {
        let ctx = Ctx::system(start_of(rules::beginning()), "demo");
        // Hashing is slow on purpose; one password for all is hashed once.
        let people = rules::Chance::new(seed).below(people::NAMES);
        let mut maker = Maker { app, ctx, hash: password::hash(app, PASSWORD).await?, people };
        let mut cast = Self::default();
        let root = set_up::administration(app, &maker.ctx).await?;
        let bodies = bodies_of_unit(app.db().read(), set_up::ROOT, maker.ctx.today()).await?;
        let body = bodies.into_iter().find(|body| body.id == root).ok_or(AppError::NotFound)?;
        let admin = maker.member(Seat::Admin, "", body).await?;
        let mut above = vec![admin];
        if scale == Scale::National {
            above.extend(maker.centre().await?);
        }
        cast.full.insert(set_up::ROOT.to_owned(), above);
        for (at, story) in stories.iter().enumerate() {
            if !cast.full.contains_key(&story.province) {
                let province = maker.unit(&story.province).await?;
                let reviewer = maker.members(&province, &[Seat::Reviewer], &suffix(at, &province.code)).await?;
                cast.full.insert(province.code, reviewer);
            }
            let unit = maker.unit(&story.code).await?;
            maker.villages(&unit, story.seats).await?;
            let members = maker.members(&unit, story.seats, &suffix(at, &unit.code)).await?;
            let company = if story.seats == Seat::COMMUNE { &mut cast.full } else { &mut cast.short };
            company.insert(unit.code, members);
        }
        Ok(cast)
    }

    /// Everybody at `now` whose days are told in full.
    pub(super) fn all(&self, now: DateTime<Utc>) -> impl Iterator<Item = (Seat, Ctx)> {
        let members = self.full.values().flatten();
        members.map(move |member| (member.seat, Ctx::new(member.actor.clone(), now, "demo".to_owned())))
    }

    fn member(&self, unit: &str, seat: Seat) -> AppResult<&Member> {
        let company = self.full.get(unit).or_else(|| self.short.get(unit));
        let found = company.and_then(|members| members.iter().find(|member| member.seat == seat));
        found.ok_or_else(|| AppError::Internal(format!("demonstration: nobody is {seat} of {unit}")))
    }

    /// The person on this seat at `now`.
    pub(super) fn ctx(&self, unit: &str, seat: Seat, now: DateTime<Utc>) -> AppResult<Ctx> {
        let actor = self.member(unit, seat)?.actor.clone();
        Ok(Ctx::new(actor, now, "demo".to_owned()))
    }

    pub(super) fn body(&self, unit: &str, seat: Seat) -> AppResult<&Body> {
        Ok(&self.member(unit, seat)?.body)
    }

    /// One line for each role of each person, units by code, seats in their order; those told in short sign in likewise.
    pub(super) fn logins(&self) -> Vec<Login> {
        let mut units: Vec<(&String, &Vec<Member>)> = self.full.iter().collect();
        units.sort_by_key(|(code, _)| *code);
        let lines = |member: &Member| {
            let line = |role| Login { role, login: member.login.clone(), body: member.body.name.clone() };
            member.seat.roles().iter().copied().map(line).collect::<Vec<_>>()
        };
        units.into_iter().flat_map(|(_, members)| members.iter().flat_map(lines)).collect()
    }
}

impl Maker<'_> {
    /// Lets a unit take part under the rules of its level.
    async fn unit(&self, code: &str) -> AppResult<Unit> {
        let unit = units::activate(self.app, &self.ctx, code).await?;
        duties::bind_defaults(self.app, &self.ctx, code).await?;
        Ok(unit)
    }

    /// The board at the centre that sees all units.
    async fn centre(&mut self) -> AppResult<Vec<Member>> {
        let root = units::activate(self.app, &self.ctx, set_up::ROOT).await?;
        let name = "Ban Tuyên giáo và Dân vận Trung ương";
        units::add_body(self.app, &self.ctx, &root.code, BodyKind::PartyBoard, name, None, "Trưởng Ban").await?;
        self.members(&root, &[Seat::Centre], "").await
    }

    /// Residential groups of a ward, villages elsewhere; as many as there are seats of them.
    async fn villages(&self, unit: &Unit, seats: &[Seat]) -> AppResult<()> {
        let (group, head) = match unit.kind {
            crate::organisation::UnitKind::Ward => ("Tổ dân phố số", "Tổ trưởng tổ dân phố"),
            _ => ("Thôn", "Trưởng thôn"),
        };
        for number in [1, 5, 9].into_iter().take(seats.iter().filter(|seat| Seat::VILLAGES.contains(seat)).count()) {
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

/// What follows the seat in a login; the first unit and its province need nothing.
fn suffix(at: usize, code: &str) -> String {
    if at == 0 { String::new() } else { format!(".{code}") }
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
