//! Who headed party committees and people's committees from when to when: for duties, which belong to whoever holds the post.
//! And who leads a body that collects issues today: by the post alone he lets them leave.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{body, holding, person, post};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::{BodyId, PersonId};
use crate::organisation::rules::{BodyKind, PostKind};

/// Names looked up in one query: SQLite takes 32,766 parameters.
const CHUNK: usize = 5_000;

/// Somebody who headed a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadTerm {
    pub unit_code: String,
    /// Party committee or people's committee.
    pub kind: BodyKind,
    pub person: PersonId,
    pub name: String,
    pub title: String,
    pub from_on: NaiveDate,
    /// The last day, included.
    pub to_on: Option<NaiveDate>,
}

/// The heads of the party committees and people's committees of `units` (of all, without a list) who held their post on some day
/// from `first` to `last`, by unit and first day. A body with several posts of a head counts by the first of them.
///
/// # Errors
/// The database's.
pub async fn heads_between(conn: &Conn, units: Option<&[String]>, first: NaiveDate, last: NaiveDate) -> AppResult<Vec<HeadTerm>> {
    let kinds = [BodyKind::PartyCommittee, BodyKind::PeopleCommittee].map(BodyKind::as_str);
    let bodies = body::Entity::find()
        .filter(body::Column::Kind.is_in(kinds))
        .filter(Condition::all().add_option(units.map(|units| body::Column::UnitCode.is_in(units.iter().map(String::as_str)))))
        .all(conn)
        .await?;
    let bodies: BTreeMap<uuid::Uuid, body::Model> = bodies.into_iter().map(|row| (row.id, row)).collect();
    let posts = post::Entity::find()
        .filter(post::Column::Kind.eq(PostKind::Head.as_str()))
        .filter(Condition::all().add_option(units.map(|_| post::Column::BodyId.is_in(bodies.keys().copied()))))
        .order_by_asc(post::Column::Sort)
        .all(conn)
        .await?;
    let posts: BTreeMap<uuid::Uuid, post::Model> =
        posts.into_iter().filter(|row| bodies.contains_key(&row.body_id)).map(|row| (row.id, row)).collect();
    let holdings = holding::Entity::find()
        .filter(holding::Column::FromOn.lte(last))
        .filter(Condition::any().add(holding::Column::ToOn.is_null()).add(holding::Column::ToOn.gte(first)))
        .filter(Condition::all().add_option(units.map(|_| holding::Column::PostId.is_in(posts.keys().copied()))))
        .order_by_asc(holding::Column::FromOn)
        .all(conn)
        .await?;
    let held: Vec<(holding::Model, &post::Model)> =
        holdings.into_iter().filter_map(|row| posts.get(&row.post_id).map(|post| (row, post))).collect();
    let mut leading: BTreeMap<uuid::Uuid, (i32, uuid::Uuid)> = BTreeMap::new();
    for (_, post) in &held {
        let known = leading.entry(post.body_id).or_insert((post.sort, post.id));
        *known = (*known).min((post.sort, post.id));
    }
    let people: Vec<uuid::Uuid> = held.iter().map(|(row, _)| row.person_id).collect::<BTreeSet<_>>().into_iter().collect();
    let mut names: BTreeMap<uuid::Uuid, String> = BTreeMap::new();
    for chunk in people.chunks(CHUNK) {
        let rows = person::Entity::find().filter(person::Column::Id.is_in(chunk.iter().copied())).all(conn).await?;
        names.extend(rows.into_iter().map(|row| (row.id, row.full_name)));
    }
    let mut terms = Vec::new();
    for (row, post) in held {
        let Some(body) = bodies.get(&post.body_id).filter(|body| leading.get(&body.id).map(|one| one.1) == Some(post.id)) else {
            continue;
        };
        terms.push(HeadTerm {
            unit_code: body.unit_code.clone(),
            kind: body.kind.parse()?,
            person: row.person_id.into(),
            name: names.get(&row.person_id).cloned().unwrap_or_default(),
            title: post.title.clone(),
            from_on: row.from_on,
            to_on: row.to_on,
        });
    }
    terms.sort_by(|a, b| (&a.unit_code, a.kind, a.from_on).cmp(&(&b.unit_code, b.kind, b.from_on)));
    Ok(terms)
}

/// The posts whose holders lead a body.
const LEADING: [PostKind; 2] = [PostKind::Head, PostKind::Deputy];

/// The kinds of bodies that collect issues.
fn collecting() -> impl Iterator<Item = &'static str> {
    BodyKind::ALL.iter().filter(|kind| kind.submits()).map(|kind| kind.as_str())
}

fn on(day: NaiveDate) -> Condition {
    Condition::all()
        .add(holding::Column::FromOn.lte(day))
        .add(Condition::any().add(holding::Column::ToOn.is_null()).add(holding::Column::ToOn.gte(day)))
}

/// The collecting bodies that `person` leads on `day`, as head or deputy.
///
/// # Errors
/// The database's.
pub(super) async fn led_by(conn: &Conn, person: PersonId, day: NaiveDate) -> AppResult<Vec<BodyId>> {
    let held = holding::Entity::find().filter(holding::Column::PersonId.eq(person.0)).filter(on(day)).all(conn).await?;
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let posts = post::Entity::find()
        .filter(post::Column::Id.is_in(held.iter().map(|row| row.post_id)))
        .filter(post::Column::Kind.is_in(LEADING.map(PostKind::as_str)))
        .all(conn)
        .await?;
    let bodies = body::Entity::find()
        .filter(body::Column::Id.is_in(posts.iter().map(|row| row.body_id)))
        .filter(body::Column::Kind.is_in(collecting()))
        .order_by_asc(body::Column::Sort)
        .order_by_asc(body::Column::Id)
        .all(conn)
        .await?;
    Ok(bodies.into_iter().map(|row| row.id.into()).collect())
}

/// The people who lead one of these bodies on `day`, as head or deputy, if the body collects issues.
///
/// # Errors
/// The database's.
pub(super) async fn leading(conn: &Conn, bodies: &[BodyId], day: NaiveDate) -> AppResult<Vec<PersonId>> {
    let bodies = body::Entity::find()
        .filter(body::Column::Id.is_in(bodies.iter().map(|id| id.0)))
        .filter(body::Column::Kind.is_in(collecting()))
        .all(conn)
        .await?;
    let posts = post::Entity::find()
        .filter(post::Column::BodyId.is_in(bodies.iter().map(|row| row.id)))
        .filter(post::Column::Kind.is_in(LEADING.map(PostKind::as_str)))
        .all(conn)
        .await?;
    let held = holding::Entity::find().filter(holding::Column::PostId.is_in(posts.iter().map(|row| row.id))).filter(on(day));
    Ok(held.all(conn).await?.into_iter().map(|row| row.person_id.into()).collect())
}
