//! Where a body is used, by other rooms too: their tables are only counted here, because they build on this room and cannot be
//! asked.

use entity::membership;
use entity::{answer, assignment, attendance, body, call_body, commitment, commitment_support, feed, holding, issue};
use entity::{minutes_answer, post, progress, promise, reorganisation_old};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::BodyId;

/// How often a body is used in one kind of place; the catalogue has the place's name under `use-<place>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    pub place: &'static str,
    pub count: u64,
}

macro_rules! counted {
    ($conn:expr, $id:expr, $($place:literal: $table:ident . $column:ident),+ $(,)?) => {
        vec![$(Use {
            place: $place,
            count: $table::Entity::find().filter($table::Column::$column.eq($id)).count($conn).await?,
        }),+]
    };
}

/// Everything that hangs on a body; empty if it can be removed. Its own posts count only where somebody holds or held them.
///
/// # Errors
/// The database's.
pub async fn of_body(conn: &Conn, id: BodyId) -> AppResult<Vec<Use>> {
    let posts: Vec<_> =
        post::Entity::find().filter(post::Column::BodyId.eq(id.0)).all(conn).await?.into_iter().map(|row| row.id).collect();
    let held = holding::Entity::find().filter(holding::Column::PostId.is_in(posts)).count(conn).await?;
    let mut uses = counted!(conn, id.0,
        "bodies": body.ParentId,
        "roles": membership.BodyId,
        "attendance": attendance.BodyId,
        "calls": call_body.BodyId,
        "issues": issue.SubmitterId,
        "assignments": assignment.BodyId,
        "answers": answer.BodyId,
        "minutes": minutes_answer.BodyId,
        "promises": promise.BodyId,
        "commitments": commitment.LeadId,
        "support": commitment_support.BodyId,
        "progress": progress.BodyId,
        "feeds": feed.BodyId,
        "heirs": body.SuccessorId,
        "reorganisations": reorganisation_old.BodyId,
    );
    uses.push(Use { place: "posts", count: held });
    uses.retain(|one| one.count > 0);
    Ok(uses)
}
