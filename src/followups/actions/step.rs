//! What every step of a commitment has in common: found with rights at the version that was seen, saved with its line in
//! the timeline, told, committed.

use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::followups::actions::tell::{self, To};
use crate::followups::rules::{Commitment, ProgressKind};
use crate::followups::store::commitments::{self, Found};
use crate::followups::store::progress::{self, Progress};
use crate::followups::store::{evidence, texts};
use crate::issues::KeptFile;
use crate::kernel::{Action, Actor, BodyId, CommitmentId, Ctx, Event, ProgressId, Refusal, Role};

/// An open step.
pub(super) struct Step {
    pub(super) tx: WriteTx,
    pub(super) found: Found,
}

/// A line for the timeline.
pub(super) struct Line {
    pub(super) kind: ProgressKind,
    pub(super) text: String,
    pub(super) percent: Option<i32>,
    pub(super) body: Option<BodyId>,
    /// Evidence that lies in the folder already.
    pub(super) files: Vec<KeptFile>,
}

impl Line {
    pub(super) const fn new(kind: ProgressKind, text: String, body: Option<BodyId>) -> Self {
        Self { kind, text, percent: None, body, files: Vec::new() }
    }
}

/// Opens a step on the commitment as it was seen at `version`.
pub(super) async fn begin(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, action: Action) -> AppResult<Step> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = commitments::find(tx.conn(), ctx, action, id).await?;
    if found.commitment.version == version { Ok(Step { tx, found }) } else { Err(AppError::Conflict) }
}

impl Step {
    /// The agency in whose name the actor works on it; `lead_only` for what the lead alone may say.
    pub(super) fn agency(&self, ctx: &Ctx, lead_only: bool) -> AppResult<BodyId> {
        let lead = self.found.commitment.lead;
        let own = |body: &BodyId| {
            matches!(ctx.actor, Actor::System)
                || ctx.actor.grants().iter().any(|grant| grant.role == Role::Answering && grant.body == body.0)
        };
        if own(&lead) {
            return Ok(lead);
        }
        let beside = self.found.commitment.supports.iter().copied().find(own);
        match beside {
            Some(body) if !lead_only => Ok(body),
            _ => Err(Refusal::new("commitment.lead-only").into()),
        }
    }

    /// The body of the unit in which the actor holds `role`.
    pub(super) fn body_as(&self, ctx: &Ctx, role: Role) -> Option<BodyId> {
        let grants = ctx.actor.grants();
        grants.iter().find(|grant| grant.role == role && grant.unit_code == self.found.unit.code).map(|grant| grant.body.into())
    }

    /// Saves the commitment with its line, tells `to` under `code`, commits. Gives the line's id, for its evidence.
    pub(super) async fn finish(
        self,
        ctx: &Ctx,
        commitment: &Commitment,
        event: Event,
        line: Line,
        (code, to): (&str, &[To]),
    ) -> AppResult<ProgressId> {
        let Self { tx, found } = self;
        commitments::save(tx.conn(), &found.permit, commitment).await?;
        let id = ProgressId::fresh();
        let step = Progress {
            id,
            commitment: commitment.id,
            kind: line.kind,
            text: line.text,
            percent: line.percent,
            body: line.body,
            by: ctx.responsible(),
            at: ctx.now,
        };
        progress::insert(tx.conn(), &found.permit, &step).await?;
        for file in &line.files {
            let added = (ctx.actor.account(), ctx.now);
            evidence::insert(tx.conn(), &found.permit, id, &commitment.unit_code, file, added).await?;
            let facts = json!({ "after": { "sha256": file.sha256, "size_bytes": file.size_bytes } });
            let event = Event::new("commitment.evidence-added", "commitment", commitment.id, &commitment.unit_code);
            tx.say(&event.facts(facts)).await?;
        }
        if !line.files.is_empty() {
            // Saved before its evidence was there.
            texts::keep_commitment(tx.conn(), commitment).await?;
        }
        if !to.is_empty() {
            tell::about(&tx, ctx, commitment, &found.owners, code, to).await?;
        }
        tx.commit(event).await?;
        Ok(id)
    }
}
