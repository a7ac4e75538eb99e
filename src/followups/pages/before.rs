//! Names under which a commitment was led before: bodies that ended, and former names of the one that leads it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::db::Conn;
use crate::error::AppResult;
use crate::followups::rules::{Commitment, ProgressKind};
use crate::followups::store::progress::Progress;
use crate::kernel::BodyId;
use crate::kernel::clock::local_date;
use crate::organisation::{Body, bodies_by_ids, successions};

/// A name, and the last day on which it was the right one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Before {
    pub name: String,
    pub until: NaiveDate,
}

impl Before {
    pub(super) fn sample() -> Self {
        Self { name: "Phòng Kinh tế".into(), until: NaiveDate::default() }
    }
}

/// The names before the present lead, oldest first; `steps` are those of the commitment.
///
/// # Errors
/// The database's.
pub(super) async fn before(conn: &Conn, commitment: &Commitment, steps: &[Progress]) -> AppResult<Vec<Before>> {
    let handed: Vec<&Progress> =
        steps.iter().filter(|step| step.commitment == commitment.id && step.kind == ProgressKind::HandedOver).collect();
    let bodies = bodies_by_ids(conn, handed.iter().filter_map(|step| step.body)).await?;
    let bodies: BTreeMap<BodyId, Body> = bodies.into_iter().map(|body| (body.id, body)).collect();
    let mut all: Vec<Before> = handed
        .into_iter()
        .filter_map(|step| Some((bodies.get(&step.body?)?, local_date(step.at))))
        .map(|(body, moved_on)| {
            // A part of a body that goes on was given away the day before it moved.
            let until = body.valid_to.or_else(|| moved_on.pred_opt()).unwrap_or(moved_on);
            Before { name: body.name.clone(), until }
        })
        .collect();
    let names = successions::former_names_of_body(conn, commitment.lead).await?.into_iter();
    let names = names.filter(|name| name.last_on >= commitment.assigned_on);
    all.extend(names.map(|name| Before { name: name.name, until: name.last_on }));
    all.sort_by_key(|one| one.until);
    Ok(all)
}
