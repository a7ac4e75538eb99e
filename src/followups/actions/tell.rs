//! Who is told what, once per change. Words stand in the catalogue; the notices room delivers.

use uuid::Uuid;

use crate::db::{Audience, Message, Notify, WriteTx};
use crate::error::AppResult;
use crate::followups::rules::{Commitment, Conclusion};
use crate::kernel::{Ctx, Role};
use crate::organisation::bodies_of_unit;

/// Characters of a wording that a notice quotes.
const QUOTED: usize = 160;

/// Code of the notice that a conclusion was signed.
const SIGNED: &str = "conclusion-signed";

/// Who hears of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    /// The lead and those beside it.
    Agencies,
    /// Everybody of the unit with this role.
    Unit(Role),
    /// Who handed the issue in.
    Submitters,
}

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= QUOTED {
        return line;
    }
    line.chars().take(QUOTED - 1).chain(['…']).collect()
}

async fn bodies(tx: &WriteTx, ctx: &Ctx, unit_code: &str) -> AppResult<Vec<Uuid>> {
    Ok(bodies_of_unit(tx.conn(), unit_code, ctx.today()).await?.iter().map(|body| body.id.0).collect())
}

/// Queues a notice about a commitment; `owners` are the bodies that handed its issue in.
///
/// # Errors
/// The database's.
pub(super) async fn about(
    tx: &WriteTx,
    ctx: &Ctx,
    commitment: &Commitment,
    owners: &[Uuid],
    code: &str,
    to: &[To],
) -> AppResult<()> {
    let unit = bodies(tx, ctx, &commitment.unit_code).await?;
    let agencies: Vec<Uuid> = [commitment.lead].iter().chain(&commitment.supports).map(|body| body.0).collect();
    let audience = |to: &To| match to {
        To::Agencies => Audience::Role { role: Role::Answering, bodies: agencies.clone() },
        To::Unit(role) => Audience::Role { role: *role, bodies: unit.clone() },
        To::Submitters => Audience::Role { role: Role::Submitter, bodies: owners.to_vec() },
    };
    let notify = Notify {
        code: code.to_owned(),
        to: to.iter().map(audience).collect(),
        args: vec![
            ("code".to_owned(), commitment.code.clone()),
            ("wording".to_owned(), short(&commitment.wording)),
            ("due".to_owned(), commitment.due_on.to_string()),
        ],
        href: format!("/commitments/{}", commitment.id),
    };
    tx.queue(&Message::notify(format!("{code}/{}/{}", commitment.id, commitment.version), &notify)).await
}

/// Queues a notice that a conclusion was signed and has to be published.
///
/// # Errors
/// The database's.
pub(super) async fn conclusion_signed(tx: &WriteTx, ctx: &Ctx, conclusion: &Conclusion, title: &str) -> AppResult<()> {
    let unit = bodies(tx, ctx, &conclusion.unit_code).await?;
    let roles = [Role::Office, Role::Clerk, Role::Supervisor];
    let notify = Notify {
        code: SIGNED.to_owned(),
        to: roles.into_iter().map(|role| Audience::Role { role, bodies: unit.clone() }).collect(),
        args: vec![("title".to_owned(), short(title)), ("number".to_owned(), conclusion.number.clone())],
        href: format!("/dialogues/{}/conclusion", conclusion.session),
    };
    tx.queue(&Message::notify(format!("{SIGNED}/{}", conclusion.id), &notify)).await
}
