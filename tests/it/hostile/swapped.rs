//! Other people's records: what somebody of one unit or body can open, everybody else of the same role asks for. The answer
//! is that of a record that never existed, and the attempt is on record.

use std::collections::{BTreeMap, BTreeSet};

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use doithoai::routes::{Route, Verb, Who};
use entity::audit_entry;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use tokio::sync::OnceCell;

use super::crawl::{Found, Reach, crawl};
use super::{city, route, ward};
use crate::support::{Frozen, Page, Person, TestApp, all};

/// Shown to everybody without an account, by purpose.
const PUBLIC: &[&str] = &["/public/{unit}", "/public/{unit}/notices/{code}", "/public/{unit}/commitments"];

/// Parts of the installation that belong to no unit: every administrator reads them.
const COMMON: &[&str] = &[
    "/admin/rules/{id}",
    "/admin/days/{on}",
    "/admin/days/{on}/remove",
    "/admin/days/draft/{on}/drop",
    "/working-days/{number}",
];

/// What everybody who works in a unit reads there, whichever body he is in.
const OF_THE_UNIT: &[&str] = &[
    "/dialogues/{id}",
    "/dialogues/{id}/notice",
    "/dialogues/{id}/agenda",
    "/dialogues/{id}/conclusion",
    "/dialogues/{id}/conclusion/print",
    "/dialogues/{id}/attendance",
    "/dialogues/{id}/minutes",
    "/dialogues/{id}/minutes/print",
];

/// What belongs to a person: nobody else's roles reach it, so there is no right to be refused and recorded.
const PERSONAL: &[&str] = &["/inbox/{id}/open", "/calendar/subscriptions/{id}/revoke"];

/// Who works in a unit of the city; the first four hold its sessions.
const SEATS: [&str; 7] = ["vanphong", "bithu", "thuky", "mattran", "phunu", "kinhte", "kiemtra"];

/// Never given to anything.
const NOTHING: &str = "01890000-0000-7000-8000-000000000000";

/// The ids in a text, in their order.
fn ids(text: &str) -> BTreeSet<String> {
    let is_id = |part: &&str| part.len() == 36 && part.parse::<uuid::Uuid>().is_ok();
    text.split(|c: char| !c.is_ascii_hexdigit() && c != '-').filter(is_id).map(str::to_owned).collect()
}

fn without(text: &str, ids: &BTreeSet<String>, unit: &str) -> String {
    let text = ids.iter().fold(text.to_owned(), |text, id| text.replace(id, NOTHING));
    if unit.is_empty() { text } else { text.replace(unit, "99999") }
}

fn may_come(person: &Person, roles: &[Role], route: &Route) -> bool {
    match route.who {
        Who::Everyone | Who::SignedIn => !person.login.is_empty(),
        Who::Roles(wanted) => roles.iter().any(|role| wanted.contains(role)),
    }
}

/// Somebody with his roles.
struct Somebody {
    person: Person,
    roles: Vec<Role>,
}

async fn somebody(app: &TestApp, login: &str) -> Somebody {
    let person = app.known(login).await;
    let roles = person.ctx().await.actor.grants().iter().map(|grant| grant.role).collect();
    Somebody { person, roles }
}

/// What was asked, what was wrong with the answers.
#[derive(Default)]
struct Asked {
    expected: BTreeMap<String, usize>,
    requests: usize,
    wrong: Vec<String>,
}

impl Asked {
    /// `real` is the answer about a record that exists, `ghost` about one that never did.
    fn compare(&mut self, who: &Somebody, row: &Route, real: &Page, ghost: &Page, ids: &BTreeSet<String>, unit: &str) {
        self.requests += 2;
        let name = &who.person.login;
        if row.path.contains('{') {
            let path = real.asked.split(' ').nth(1).unwrap_or_default().split('?').next().unwrap_or_default();
            if !PERSONAL.contains(&row.path) {
                *self.expected.entry(path.to_owned()).or_default() += 1;
            }
            if real.status != 404 {
                self.wrong.push(format!("{name}: {} gives {}", real.asked, real.status));
                return;
            }
        }
        let posted = real.asked.starts_with("POST");
        if (posted && real.status == 303) || real.status >= 500 || real.status != ghost.status {
            self.wrong.push(format!("{name}: {} gives {}, {} for nothing", real.asked, real.status, ghost.status));
        } else if without(&real.source(), ids, unit) != without(&ghost.source(), ids, unit) {
            self.wrong.push(format!("{name}: {} differs from the answer for nothing", real.asked));
        }
    }

    async fn get(&mut self, who: &Somebody, address: &str, unit: &str) {
        let Some(row) = route(Verb::Get, address) else { return };
        let ids = ids(address);
        let ghost = without(address, &ids, unit);
        if ghost == address || PUBLIC.contains(&row.path) || COMMON.contains(&row.path) || !may_come(&who.person, &who.roles, row)
        {
            return;
        }
        let (real, ghost) = (who.person.get(address).await, who.person.get(&ghost).await);
        self.compare(who, row, &real, &ghost, &ids, unit);
    }

    async fn post(&mut self, who: &Somebody, found: &Found, unit: &str) {
        let Some(row) = route(Verb::Post, &found.form.action) else { return };
        let values: String = found.form.fields.iter().map(|(_, value)| format!(" {value}")).collect();
        let ids = ids(&format!("{}{values}", found.form.action));
        if ids.is_empty() || COMMON.contains(&row.path) || !may_come(&who.person, &who.roles, row) {
            return;
        }
        let fields = |ghost: bool| -> Vec<(&str, String)> {
            let kept = found.form.fields.iter().filter(|(name, _)| name != "_csrf");
            kept.map(|(name, value)| (name.as_str(), if ghost { without(value, &ids, unit) } else { value.clone() })).collect()
        };
        let mut answers = Vec::new();
        for ghost in [false, true] {
            let fields = fields(ghost);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let action = if ghost { without(&found.form.action, &ids, unit) } else { found.form.action.clone() };
            answers.push(who.person.post(&action, &fields).await);
        }
        self.compare(who, row, &answers[0], &answers[1], &ids, unit);
    }

    /// What several people have asked.
    fn together(parts: Vec<Self>) -> Self {
        let mut whole = Self::default();
        for part in parts {
            for (path, times) in part.expected {
                *whole.expected.entry(path).or_default() += times;
            }
            whole.requests += part.requests;
            whole.wrong.extend(part.wrong);
        }
        whole
    }

    /// Every attempt on a record stands in the trail; nothing else does.
    /// `before`: how many other entries the trail had.
    async fn done(self, app: &TestApp, before: u64) {
        assert!(self.wrong.is_empty(), "{} of {}:\n{}", self.wrong.len(), self.requests, self.wrong.join("\n"));
        let denied =
            audit_entry::Entity::find().filter(audit_entry::Column::Code.eq("access.denied")).all(app.read()).await.unwrap();
        let mut recorded: BTreeMap<String, usize> = BTreeMap::new();
        for entry in &denied {
            *recorded.entry(entry.subject_id.clone()).or_default() += 1;
        }
        let missing: Vec<String> = self
            .expected
            .iter()
            .filter(|(path, times)| recorded.get(*path).copied().unwrap_or(0) < **times)
            .map(|(path, times)| format!("{path}: {times} times asked for, {:?} recorded", recorded.get(path)))
            .collect();
        assert!(missing.is_empty(), "not on record:\n{}", missing.join("\n"));
        let others = app.audit_count(None).await - denied.len() as u64;
        assert_eq!(others, before, "an attempt on a foreign record has changed something");
    }
}

/// One form of each kind: the same row and the same names.
fn distinct(forms: Vec<Found>) -> Vec<Found> {
    let mut seen = BTreeSet::new();
    forms.into_iter().filter(|found| seen.insert((found.form.action.clone(), found.form.names.clone()))).collect()
}

/// The unit whose records are asked for, and the one from which its strangers come.
const OWN: &str = "11413";
const OTHER: &str = "11446";

/// All that the people of [`OWN`] reach, and the city in which they do.
struct Theirs {
    city: Frozen,
    addresses: BTreeSet<String>,
    forms: Vec<Found>,
}

static THEIRS: OnceCell<Theirs> = OnceCell::const_new();

async fn theirs() -> &'static Theirs {
    let look_around = async || {
        let app = city().await.thaw().await;
        let mut reach = Reach::default();
        for found in all(SEATS.iter().map(async |seat| crawl(&app.known(seat).await, 2).await)).await {
            reach.addresses.extend(found.addresses);
            reach.forms.extend(found.forms);
        }
        let keeper = app.person("Quản trị phường", OWN, BodyKind::PeopleCommittee, &[Role::Admin]).await;
        reach.addresses.extend(crawl(&keeper, 2).await.addresses);
        Theirs { city: app.freeze().await, addresses: reach.addresses, forms: distinct(reach.forms) }
    };
    THEIRS.get_or_init(look_around).await
}

/// Lets each stranger ask for everything, at least `least` times together.
async fn find_nothing(app: &TestApp, strangers: &[Somebody], least: usize) {
    let theirs = theirs().await;
    let before = app.audit_count(None).await - app.audit_count(Some("access.denied")).await;
    let asked = all(strangers.iter().map(async |stranger| {
        let mut asked = Asked::default();
        for address in &theirs.addresses {
            asked.get(stranger, address, OWN).await;
        }
        for found in &theirs.forms {
            asked.post(stranger, found, OWN).await;
        }
        asked
    }));
    let asked = Asked::together(asked.await);
    assert!(asked.requests > least, "{} requests are too few to say anything", asked.requests);
    asked.done(app, before).await;
}

/// Who holds the same posts in the other unit.
async fn same_posts(app: &TestApp, seats: &[&str]) -> Vec<Somebody> {
    let mut strangers = Vec::new();
    for seat in seats {
        strangers.push(somebody(app, &format!("{seat}.{OTHER}")).await);
    }
    strangers
}

#[tokio::test]
async fn nobody_who_holds_sessions_in_another_unit_opens_or_changes_anything() {
    let app = theirs().await.city.thaw().await;
    let strangers = same_posts(&app, &SEATS[..4]).await;
    find_nothing(&app, &strangers, 3_000).await;
}

#[tokio::test]
async fn nobody_else_of_another_unit_or_province_opens_or_changes_anything() {
    let app = theirs().await.city.thaw().await;
    let mut strangers = same_posts(&app, &SEATS[4..]).await;
    for (name, unit, body, role) in [
        ("Quản trị khác", OTHER, BodyKind::PeopleCommittee, Role::Admin),
        ("Tỉnh khác", "14", BodyKind::PartyOffice, Role::Superior),
    ] {
        let person = app.person(name, unit, body, &[role]).await;
        strangers.push(Somebody { person, roles: vec![role] });
    }
    find_nothing(&app, &strangers, 3_000).await;
}

#[tokio::test]
async fn nobody_of_another_organisation_or_agency_opens_or_changes_anything() {
    let app = ward().await.thaw().await;
    let before = app.audit_count(None).await - app.audit_count(Some("access.denied")).await;
    let mut asked = Asked::default();
    for pair in [["phunu", "congdoan"], ["kinhte", "vanhoa"], ["vanhoa", "congan"]] {
        let mut sides = Vec::new();
        for login in pair {
            let somebody = somebody(&app, login).await;
            let reach = crawl(&somebody.person, 20).await;
            sides.push((somebody, reach));
        }
        for (own, other) in [(0, 1), (1, 0)] {
            let (mine, theirs) = (&sides[own], &sides[other].1);
            let is_of_the_unit = |address: &str| {
                route(Verb::Get, address).is_none_or(|row| !row.path.contains('{') || OF_THE_UNIT.contains(&row.path))
            };
            for address in theirs.addresses.difference(&mine.1.addresses).filter(|address| !is_of_the_unit(address)) {
                asked.get(&mine.0, address, "").await;
            }
            let known: BTreeSet<&str> = mine.1.forms.iter().map(|found| found.form.action.as_str()).collect();
            for found in distinct(theirs.forms.clone()) {
                if !known.contains(found.form.action.as_str())
                    && route(Verb::Post, &found.form.action).is_some_and(|row| row.path.contains('{'))
                {
                    asked.post(&mine.0, &found, "").await;
                }
            }
        }
    }
    assert!(asked.requests > 60, "{} requests are too few to say anything", asked.requests);
    asked.done(&app, before).await;
}
