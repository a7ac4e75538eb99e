//! The first unit's secretary is away for some days, and the deputy acts.

use chrono::{DateTime, Days, Utc};

use super::stage::Stage;
use super::{Login, PASSWORD};
use crate::app::App;
use crate::demo::rules::UnitStory;
use crate::demo::rules::people;
use crate::error::{AppError, AppResult};
use crate::kernel::{Ctx, Role};
use crate::organisation::actions::accounts::{NewAccount, create};
use crate::organisation::{BodyKind, PostKind, StatedAbsence, bodies_of_unit, posts, state_absence};

/// How long the secretary is away.
const AWAY: Days = Days::new(4);
const LOGIN: &str = "phobithu";

/// Gives the unit a deputy secretary with the `at`-th name, who acts from `now` on.
pub(super) async fn act(app: &App, stage: &Stage<'_>, unit: &UnitStory, at: usize, now: DateTime<Utc>) -> AppResult<Login> {
    let (ctx, conn) = (Ctx::system(now, "demo"), app.db().read());
    let bodies = bodies_of_unit(conn, &unit.code, ctx.today()).await?;
    let body = bodies.into_iter().find(|body| body.kind == BodyKind::PartyCommittee).ok_or(AppError::NotFound)?;
    let post = posts(conn, &[body.id]).await?.into_iter().find(|post| post.kind == PostKind::Deputy);
    let new = NewAccount {
        body: body.id,
        post: post.map(|post| post.id),
        full_name: people::name(at),
        email: Some(people::email(LOGIN)),
        phone: None,
        login: LOGIN.to_owned(),
        password: PASSWORD.to_owned(),
        must_change: false,
        roles: Vec::new(),
    };
    let (deputy, _) = create(app, &ctx, new).await?;
    let stated = StatedAbsence {
        body: body.id,
        deputy,
        from_on: ctx.today(),
        to_on: ctx.today() + AWAY,
        reason: "Học tập trung tại Hà Nội".to_owned(),
        document: "Giấy ủy quyền số 3-GUQ/ĐU".to_owned(),
    };
    state_absence(app, &stage.office(&unit.code, now)?, stated).await?;
    Ok(Login { role: Role::Leader, login: LOGIN.to_owned(), body: body.name })
}
