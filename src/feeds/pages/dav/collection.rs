//! The calendars of one person as CalDAV sees them: collections with objects, each object one entry.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::feeds::exports::{self, Object};
use crate::feeds::pages::material::{Material, tops};
use crate::feeds::rules::{Options, Owner};
use crate::i18n::Locale;
use crate::kernel::{Actor, BodyId, Ctx, PersonId};

/// Who reads: the person behind the password, with his language.
#[derive(Debug, Clone)]
pub struct Reader {
    pub actor: Actor,
    pub name: String,
    pub locale: Locale,
    pub person: PersonId,
}

/// A calendar with all its objects.
#[derive(Debug)]
pub struct Collection {
    /// Last step of its address.
    pub id: String,
    pub name: String,
    pub objects: Vec<Object>,
    /// Changes with every change of anything in it.
    pub token: String,
}

/// The ids of the calendars of `reader`: his own, those of his bodies, the public ones of his units, and those of all units
/// below one that he watches over.
#[must_use]
pub fn ids(reader: &Reader) -> Vec<String> {
    let grants = reader.actor.grants();
    let mut bodies: Vec<String> = grants.iter().map(|grant| format!("body-{}", BodyId(grant.body))).collect();
    let mut units: Vec<String> =
        grants.iter().filter(|grant| grant.unit_code != "00").map(|grant| format!("unit-{}", grant.unit_code)).collect();
    let mut below: Vec<String> = tops(&reader.actor).into_iter().map(|code| format!("below-{code}")).collect();
    for list in [&mut bodies, &mut units, &mut below] {
        list.sort_unstable();
        list.dedup();
    }
    std::iter::once("me".to_owned()).chain(bodies).chain(units).chain(below).collect()
}

/// The calendar `id` of `reader`, made once until something changes.
///
/// # Errors
/// [`AppError::NotFound`] for one that is not his.
pub async fn find(app: &App, ctx: &Ctx, reader: &Reader, id: &str) -> AppResult<Arc<Collection>> {
    if !ids(reader).iter().any(|known| known == id) {
        return Err(AppError::NotFound);
    }
    let of = format!("{} {id} {} {}", reader.person, reader.locale, ctx.today());
    app.db().read().known("dav", of, make(app, ctx, reader, id)).await
}

async fn make(app: &App, ctx: &Ctx, reader: &Reader, id: &str) -> AppResult<Collection> {
    let own = |owner: Owner| async move { Material::own(app, ctx, reader.actor.clone(), reader.locale, &owner).await };
    let material = match id.split_once('-') {
        Some(("unit", code)) => Material::public(app, ctx, code).await?,
        Some(("below", code)) => own(Owner::Below(code.to_owned())).await?,
        Some(("body", body)) => own(Owner::Body(body.parse().map_err(|_| AppError::NotFound)?)).await?,
        _ => own(Owner::Person(reader.person)).await?,
    };
    let objects = exports::objects(&material.content(&app.config().public_url, Options::default()));
    let members: Members = objects.iter().map(|object| (object.file.clone(), object.etag.clone())).collect();
    let token = token(id, &members);
    STATES.insert(token.clone(), Arc::new(members));
    Ok(Collection { id: id.to_owned(), name: material.name, objects, token })
}

/// File and tag of every object.
pub type Members = BTreeMap<String, String>;

fn token(id: &str, members: &Members) -> String {
    let mut digest = Sha256::new_with_prefix(id);
    for (file, etag) in members {
        digest.update([file.as_bytes(), b"\0", etag.as_bytes(), b"\0"].concat());
    }
    // A token must be an address (RFC 6578, 3.2).
    format!("data:,{}", data_encoding::HEXLOWER.encode(&digest.finalize()))
}

/// Bytes of what is remembered of earlier states.
const MOST_BYTES: u64 = 16 << 20;

/// What collections held when their tokens were given. A token that is forgotten is answered as invalid, and the program
/// reads the whole collection again (RFC 6578, 3.2).
static STATES: LazyLock<Cache<String, Arc<Members>, Bytes>> = LazyLock::new(|| Cache::with_weighter(1_000, MOST_BYTES, Bytes));

#[derive(Clone)]
struct Bytes;

impl Weighter<String, Arc<Members>> for Bytes {
    fn weight(&self, _: &String, members: &Arc<Members>) -> u64 {
        members.iter().map(|(file, etag)| (file.len() + etag.len() + 96) as u64).sum::<u64>().max(1)
    }
}

/// What the collection held when `token` was given.
#[must_use]
pub fn remembered(token: &str) -> Option<Arc<Members>> {
    STATES.get(token)
}
