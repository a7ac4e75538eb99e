//! Stating that a head is away and who acts meanwhile, and ending it.

use crate::app::App;
use crate::db::{Audience, Message, Notify, WriteTx};
use crate::error::AppResult;
use crate::kernel::{AbsenceId, Action, BodyId, Ctx, PersonId, Refusal, Role};
use crate::organisation::rules::absences::Absence;
use crate::organisation::store::absences::{self as store, places};
use crate::organisation::store::bodies::{bodies_of_unit, body};
use crate::organisation::store::people::{accounts_of_people, person_name};
use crate::organisation::store::units::{Unit, unit};

/// What is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    pub body: BodyId,
    pub deputy: PersonId,
    pub from_on: chrono::NaiveDate,
    pub to_on: chrono::NaiveDate,
    pub reason: String,
    pub document: String,
}

/// States that the head of a body is away; the deputy has the head's role in that body for these days.
///
/// # Errors
/// `absence.no-head`, `absence.no-deputy`, those of [`Absence::check`]; [`AppError::Denied`].
pub async fn state(app: &App, ctx: &Ctx, new: Stated) -> AppResult<AbsenceId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), &body(tx.conn(), new.body).await?.unit_code).await?;
    let found = places(tx.conn(), &unit.code, ctx.today()).await?.into_iter().find(|place| place.body.id == new.body);
    let Some(place) = found else {
        // Whether there is a head is nobody's business who has none there.
        ctx.permit(Action::StateAbsence, &unit.target())?;
        return Err(Refusal::on("acting", "absence.no-head").into());
    };
    let permit = ctx.permit(Action::StateAbsence, &unit.target().about(place.person))?;
    if place.deputies.iter().all(|(person, ..)| *person != new.deputy) {
        return Err(Refusal::on("acting", "absence.no-deputy").into());
    }
    let absence = Absence {
        id: AbsenceId::fresh(),
        body: new.body,
        person: place.person,
        deputy: new.deputy,
        from_on: new.from_on,
        to_on: new.to_on,
        reason: new.reason,
        document: new.document,
        stated_at: ctx.now,
        stated_by: ctx.actor_name().to_owned(),
        ended_at: None,
        version: 1,
    };
    absence.check(ctx.today(), &store::of_bodies(tx.conn(), &[new.body]).await?)?;
    store::insert(tx.conn(), &permit, &absence).await?;
    tell(&tx, ctx, &unit, &absence, "absence-stated").await?;
    tx.commit(absence.event("absence.stated", &unit.code)).await?;
    Ok(absence.id)
}

/// Ends an absence from now on.
///
/// # Errors
/// `absence.over`; [`AppError::NotFound`], [`AppError::Denied`], [`AppError::Conflict`].
pub async fn end(app: &App, ctx: &Ctx, id: AbsenceId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (absence, unit, permit) = store::find(tx.conn(), ctx, id).await?;
    let (absence, event) = absence.end(ctx.now, ctx.today(), &unit.code)?;
    store::save_end(tx.conn(), &permit, &absence).await?;
    tell(&tx, ctx, &unit, &absence, "absence-ended").await?;
    tx.commit(event).await
}

/// Tells the head, the deputy and the unit's office.
async fn tell(tx: &WriteTx, ctx: &Ctx, unit: &Unit, absence: &Absence, code: &str) -> AppResult<()> {
    let bodies = bodies_of_unit(tx.conn(), &unit.code, ctx.today()).await?.iter().map(|body| body.id.0).collect();
    let both = accounts_of_people(tx.conn(), &[absence.person, absence.deputy]).await?;
    let day = |on: chrono::NaiveDate| on.format("%d/%m/%Y").to_string();
    let notify = Notify {
        code: code.to_owned(),
        to: vec![Audience::Role { role: Role::Office, bodies }, Audience::Accounts(both.into_iter().map(Into::into).collect())],
        args: vec![
            ("head".to_owned(), person_name(tx.conn(), absence.person).await?),
            ("deputy".to_owned(), person_name(tx.conn(), absence.deputy).await?),
            ("from".to_owned(), day(absence.from_on)),
            ("to".to_owned(), day(absence.to_on)),
        ],
        href: "/absences".to_owned(),
    };
    tx.queue(&Message::notify(format!("{code}/{}", absence.id), &notify)).await
}
