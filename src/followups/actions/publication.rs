//! Where a signed conclusion was published, with the day and the proof.

use crate::app::App;
use crate::db::WriteTx;
use crate::dialogues;
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::followups::rules::Publication;
use crate::followups::rules::conclusion::USUAL_CHANNELS;
use crate::followups::store::conclusions;
use crate::kernel::{Action, Ctx, SessionId};
use crate::law::EffectiveRules;
use crate::law::parameters::Channel;

/// The channels that the rules of the unit name; where they are silent, those of Law 72/2025/QH15, Art. 43, as habit.
#[must_use]
pub fn required(rules: &EffectiveRules) -> (Vec<Channel>, bool) {
    let named: Vec<Channel> = rules.publish_channels.iter().map(|chosen| chosen.value).collect();
    if named.is_empty() { (USUAL_CHANNELS.to_vec(), false) } else { (named, true) }
}

/// Notes a publication of the session's conclusion.
///
/// # Errors
/// `conclusion.not-signed`, `publication.in-future`, `publication.before-signing`; `Conflict`; `Denied`.
pub async fn publish(app: &App, ctx: &Ctx, session: SessionId, version: i32, new: Publication) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = dialogues::find(tx.conn(), ctx, Action::IssueConclusion, session).await?;
    let conclusion = conclusions::of_session(tx.conn(), ctx, &found.unit, session).await?.ok_or(AppError::NotFound)?;
    if conclusion.version != version {
        return Err(AppError::Conflict);
    }
    let known = conclusions::publications(tx.conn(), conclusion.id).await?;
    let rules = duties::merged_rules(tx.conn(), &found.unit.code, found.session.on()).await?;
    let (required, _) = required(&rules);
    let (conclusion, event) = conclusion.publish(ctx.now, &new, &known, &required)?;
    conclusions::save_publication(tx.conn(), &found.permit, conclusion.id, &new).await?;
    conclusions::save(tx.conn(), &found.permit, &conclusion).await?;
    tx.commit(event).await
}
