//! Use cases of this room.

pub mod radar;
pub mod review;
pub mod tasks;
pub mod write;

use sha2::{Digest, Sha256};

use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, ReportId};
use crate::reports::rules::report::{Frozen, Report, canonical};
use crate::reports::store::reports::{self, Found};

/// The fingerprint of what is or was signed: SHA-256 in hexadecimal.
///
/// # Errors
/// Never in practice; the serialiser's.
pub fn digest(report: &Report, frozen: &Frozen) -> AppResult<String> {
    Ok(data_encoding::HEXLOWER.encode(&Sha256::digest(canonical(report, frozen)?.as_bytes())))
}

/// The report for a change, at the version that the actor saw.
async fn current(tx: &WriteTx, ctx: &Ctx, action: Action, id: ReportId, version: i32) -> AppResult<Found> {
    let found = reports::find(tx.conn(), ctx, action, id).await?;
    if found.report.version == version { Ok(found) } else { Err(AppError::Conflict) }
}
