//! The people whom a session of a unit needs by their post, in the order of the unit's bodies. Known to whoever plans.

use chrono::NaiveDate;

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::{PersonId, Role};
use crate::organisation::{bodies_of_unit, head_on, people_with_role};

/// Somebody by his post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    pub person: PersonId,
    pub name: String,
    pub title: String,
}

/// The heads of the unit's bodies on a day, each person once.
///
/// # Errors
/// The database's.
pub async fn heads(conn: &Conn, unit_code: &str, on: NaiveDate) -> AppResult<Vec<Needed>> {
    let mut heads: Vec<Needed> = Vec::new();
    for body in bodies_of_unit(conn, unit_code, on).await? {
        if let Some(head) = head_on(conn, body.id, on).await?
            && heads.iter().all(|known| known.person != head.person)
        {
            heads.push(Needed { person: head.person, name: head.name, title: head.title });
        }
    }
    Ok(heads)
}

/// Those whose busy times a unit keeps: the heads of its bodies, and whoever else leads by his role.
///
/// # Errors
/// The database's.
pub async fn leaders(conn: &Conn, unit_code: &str, on: NaiveDate) -> AppResult<Vec<Needed>> {
    let mut leaders = heads(conn, unit_code, on).await?;
    for body in bodies_of_unit(conn, unit_code, on).await? {
        for leader in people_with_role(conn, Role::Leader, &[body.id], on).await? {
            if leaders.iter().all(|known| known.person != leader.person) {
                leaders.push(Needed { person: leader.person, name: leader.name, title: body.short_name.clone() });
            }
        }
    }
    Ok(leaders)
}
