//! The import law: which layer of which room may know what. Reads every source file; exceptions stand in one list with
//! their reasons, and one that is no longer needed fails.

use std::collections::BTreeSet;

use super::code::{self, Source};
use super::imports::imports;

/// Rooms that build on each other, in this direction only.
const CHAIN: &[&str] = &["organisation", "duties", "dialogues", "issues", "minutes", "followups", "reports"];
/// Rooms that read the others; nobody imports them.
const READERS: &[&str] = &["papers", "feeds", "notices", "search", "public", "home", "admin", "reorganisations", "demo"];
/// What wires everything together, and may therefore know everything.
const WIRING: &[&str] = &["cli", "gate", "lib", "main", "nav", "plumbing", "routes", "sweeps", "views"];
/// Names of layers in a room's folder.
const LAYERS: &[&str] = &["rules", "store", "actions", "forms", "pages", "exports", "api", "jobs"];

/// What a place may import of ours. `own` is the room's own layers, `front` other rooms' front doors.
const MAY: &[(&str, &[&str])] = &[
    ("kernel", &["kernel"]),
    ("law", &["kernel", "law"]),
    ("documents", &["kernel", "i18n", "documents"]),
    ("calendar", &["kernel", "calendar"]),
    ("sheets", &["sheets"]),
    ("i18n", &["kernel", "i18n"]),
    ("sheets", &["kernel", "sheets"]),
    ("db", &["kernel", "error", "db"]),
    ("web", &["kernel", "i18n", "error", "app", "config", "web"]),
    ("outside", &["kernel", "error", "config", "outside"]),
    ("jobs", &["kernel", "error", "app", "config", "db", "jobs"]),
    ("app", &["kernel", "error", "config", "db", "outside"]),
    ("config", &[]),
    ("error", &["kernel"]),
    ("rules", &["own rules", "kernel", "law", "sheets"]),
    ("exports", &["own rules", "own exports", "kernel", "law", "documents", "calendar", "sheets", "i18n", "front"]),
    ("store", &["own rules", "own store", "kernel", "law", "db", "error", "front"]),
    (
        "actions",
        &[
            "own rules",
            "own store",
            "own actions",
            "own front",
            "kernel",
            "law",
            "sheets",
            "db",
            "app",
            "config",
            "error",
            "jobs",
            "front",
        ],
    ),
    ("forms", &["own rules", "own actions", "own forms", "own front", "kernel", "law", "web", "error", "front"]),
    ("pages", &["own", "kernel", "law", "sheets", "db", "app", "config", "error", "web", "i18n", "jobs", "front"]),
    ("api", &["own", "kernel", "law", "db", "app", "config", "error", "web", "i18n", "front"]),
    (
        "jobs of a room",
        &[
            "own rules",
            "own store",
            "own actions",
            "own exports",
            "own jobs",
            "kernel",
            "law",
            "db",
            "app",
            "config",
            "error",
            "i18n",
            "jobs",
            "outside",
            "front",
        ],
    ),
    ("front", &["own", "kernel", "error", "front"]),
];

/// Packages that only these places may know: the beginnings of files, or a layer.
const ONLY: &[(&str, &[&str])] = &[
    ("argon2", &["src/organisation/actions/password.rs"]),
    ("async_imap", &["src/outside/imap.rs"]),
    ("axum", &["src/web/", "src/gate.rs", "src/plumbing.rs", "src/routes.rs", "pages", "api"]),
    ("axum_extra", &["src/web/", "src/gate.rs"]),
    ("calamine", &["src/sheets/workbook.rs"]),
    ("clap", &["src/cli/"]),
    ("entity", &["src/db/", "src/jobs/", "store"]),
    ("fluent", &["src/i18n/"]),
    ("handlebars", &["src/web/view.rs", "src/web/helpers/"]),
    ("hyper", &["src/web/serve.rs"]),
    ("ical", &["src/calendar/"]),
    ("lettre", &["src/outside/", "src/config.rs"]),
    ("lopdf", &["src/sheets/pdf.rs"]),
    ("mail_parser", &["src/calendar/imip.rs"]),
    ("migration", &["src/db/connect.rs"]),
    ("object_store", &["src/outside/blobs.rs"]),
    ("rand", &["src/kernel/ids.rs"]),
    ("reqwest", &["src/outside/fetch.rs"]),
    ("rrule", &["src/law/", "src/calendar/"]),
    ("rust_xlsxwriter", &["src/sheets/write.rs"]),
    ("sea_orm", &["src/db/", "src/jobs/", "src/error.rs", "store", "front"]),
    ("tokio", &["src/app.rs", "src/cli/", "src/db/", "src/jobs/", "src/outside/", "src/web/"]),
    ("tokio_rustls", &["src/outside/imap.rs"]),
    ("zip", &["src/sheets/package.rs", "src/sheets/prose_tests.rs", "src/sheets/read_tests.rs"]),
    ("tokio_cron_scheduler", &["src/jobs/alarm.rs"]),
];

/// Places that compute and nothing else, and the only packages that they may know.
const PURE: &[(&str, &[&str])] = &[
    ("kernel", &["chrono", "uuid", "serde", "serde_json", "thiserror", "rand", "unicode_normalization"]),
    ("law", &["chrono", "csv", "toml", "serde", "serde_json", "thiserror", "rrule"]),
    (
        "rules",
        &[
            "chrono",
            "uuid",
            "serde",
            "serde_json",
            "thiserror",
            "csv",
            "data_encoding",
            "encoding_rs",
            "percent_encoding",
            "sha2",
        ],
    ),
    ("exports", &["chrono", "uuid", "serde", "serde_json", "thiserror"]),
    (
        "sheets",
        &[
            "chrono",
            "thiserror",
            "csv",
            "encoding_rs",
            "unicode_normalization",
            "calamine",
            "lopdf",
            "quick_xml",
            "rust_xlsxwriter",
            "zip",
        ],
    ),
];

/// File, import (or its beginning), reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("src/demo/actions/mod.rs", "crate::notices", "people of the demonstration read their inboxes"),
    ("src/demo/actions/mod.rs", "crate::sweeps", "notices of the demonstration are delivered in the months of its story"),
    ("src/demo/actions/reporting.rs", "crate::i18n", "a report of the demonstration begins with its first text in Vietnamese"),
    ("src/app.rs", "crate::web::kept", "finished answers are shared by all requests, like the pools"),
];

/// Where a file stands.
#[derive(Debug, PartialEq, Eq)]
struct Place<'a> {
    /// First folder or file below `src`.
    room: &'a str,
    /// Row of [`MAY`].
    layer: &'a str,
    wiring: bool,
}

fn place(path: &str) -> Result<Place<'_>, String> {
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs");
    let (room, rest) = inside.split_once('/').unwrap_or((inside, ""));
    if WIRING.contains(&room) {
        return Ok(Place { room, layer: room, wiring: true });
    }
    if !(CHAIN.contains(&room) || READERS.contains(&room)) {
        let known = MAY.iter().any(|(layer, _)| *layer == room);
        return if known { Ok(Place { room, layer: room, wiring: false }) } else { Err(format!("{path}: no room of this name")) };
    }
    let layer = rest.split('/').next().unwrap_or_default();
    match layer {
        "mod" | "front" => Ok(Place { room, layer: "front", wiring: false }),
        "jobs" => Ok(Place { room, layer: "jobs of a room", wiring: false }),
        _ if LAYERS.contains(&layer) => Ok(Place { room, layer, wiring: false }),
        _ => Err(format!("{path}: a room has the layers {LAYERS:?}")),
    }
}

/// Why the file may not import this, if it may not.
fn objection(file: &str, place: &Place<'_>, import: &[String]) -> Option<String> {
    let head = import.first()?.as_str();
    if head != "crate" {
        return package_objection(file, place, head);
    }
    let target = import.get(1)?.as_str();
    if place.wiring || target == "alphabet" {
        return None;
    }
    let may = MAY.iter().find(|(layer, _)| *layer == place.layer).map_or(&[][..], |(_, may)| may);
    let step = import.get(2).map_or("", String::as_str);
    let is_room = CHAIN.contains(&target) || READERS.contains(&target);
    if target == place.room && (is_room || may.contains(&target)) {
        let layer = if LAYERS.contains(&step) { format!("own {step}") } else { "own front".to_owned() };
        let fine = !is_room || may.contains(&"own") || may.contains(&layer.as_str()) || step.is_empty();
        return (!fine).then(|| format!("{} may not know {layer}", place.layer));
    }
    if !is_room {
        return (!may.contains(&target)).then(|| format!("{} may not know {target}", place.layer));
    }
    if !may.contains(&"front") {
        return Some(format!("{} may not know other rooms", place.layer));
    }
    if READERS.contains(&target) {
        return Some(format!("nobody imports {target}"));
    }
    // The demonstration does what people do, with the words of their rooms.
    if place.room == "demo" && place.layer == "actions" && matches!(step, "actions" | "rules") {
        return None;
    }
    if LAYERS.contains(&step) {
        return Some(format!("through the front door: crate::{target}::Name"));
    }
    let order = |room: &str| CHAIN.iter().position(|name| *name == room);
    let backwards = order(place.room).is_some_and(|own| order(target) > Some(own));
    backwards.then(|| format!("{target} builds on {}", place.room))
}

fn package_objection(file: &str, place: &Place<'_>, package: &str) -> Option<String> {
    if let Some((_, pure)) = PURE.iter().find(|(layer, _)| *layer == place.layer)
        && !(pure.contains(&package) || matches!(package, "std" | "core"))
    {
        return Some(format!("{} is pure", place.layer));
    }
    let (_, only) = ONLY.iter().find(|(name, _)| *name == package)?;
    let fine = only.iter().any(|at| file.starts_with(at) || *at == place.layer);
    (!fine).then(|| format!("only {only:?} may know {package}"))
}

/// Names of the packages in `Cargo.toml`, as sources write them.
fn packages() -> Vec<String> {
    let manifest = include_str!("../../../Cargo.toml");
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let names = section.lines().filter_map(|line| line.split_once(" =")).map(|(name, _)| name.replace('-', "_"));
    names.chain(["std".to_owned(), "core".to_owned()]).collect()
}

#[test]
fn every_import_obeys_the_law() {
    let packages = packages();
    let (mut broken, mut used) = (Vec::new(), BTreeSet::new());
    for source in code::program() {
        let place = match place(&source.path) {
            Ok(place) => place,
            Err(error) => {
                broken.push(error);
                continue;
            }
        };
        for import in imports(&source, &packages) {
            let name = import.join("::");
            let Some(why) = objection(&source.path, &place, &import) else { continue };
            match EXCEPTIONS.iter().position(|(file, known, _)| *file == source.path && name.starts_with(known)) {
                Some(at) => drop(used.insert(at)),
                None => broken.push(format!("{}: {name}: {why}", source.path)),
            }
        }
    }
    let stale = EXCEPTIONS.iter().enumerate().filter(|(at, _)| !used.contains(at));
    broken.extend(stale.map(|(_, (file, name, _))| format!("{file}: the exception for {name} is no longer needed")));
    assert!(broken.is_empty(), "the import law is broken:\n{}", broken.join("\n"));
}

#[test]
fn the_law_says_no_where_it_should() {
    let says_no = |file: &str, import: &str| {
        let import: Vec<String> = import.split("::").map(str::to_owned).collect();
        objection(file, &place(file).unwrap(), &import).is_some()
    };
    for (file, import) in [
        ("src/dialogues/rules.rs", "sea_orm::Set"),
        ("src/dialogues/rules.rs", "crate::organisation::BodyKind"),
        ("src/dialogues/actions/sessions.rs", "entity::unit"),
        ("src/dialogues/actions/sessions.rs", "crate::organisation::store::units"),
        ("src/dialogues/actions/sessions.rs", "crate::issues::Issue"),
        ("src/dialogues/actions/sessions.rs", "crate::web::Visit"),
        ("src/dialogues/pages/sessions.rs", "sea_orm::EntityTrait"),
        ("src/dialogues/store.rs", "crate::web::Visit"),
        ("src/reports/actions.rs", "crate::home::pages"),
        ("src/kernel/ids.rs", "crate::law::Level"),
        ("src/web/form.rs", "crate::organisation::Unit"),
        ("src/organisation/actions/units.rs", "crate::dialogues::find"),
        ("src/notices/jobs.rs", "crate::web::view"),
    ] {
        assert!(says_no(file, import), "{file} may import {import}");
    }
    for (file, import) in [
        ("src/dialogues/actions/sessions.rs", "crate::organisation::unit"),
        ("src/dialogues/actions/sessions.rs", "crate::dialogues::store::sessions"),
        ("src/dialogues/pages/mod.rs", "crate::dialogues::actions::sessions"),
        ("src/home/pages.rs", "crate::reports::tasks"),
        ("src/gate.rs", "crate::organisation::store::accounts"),
    ] {
        assert!(!says_no(file, import), "{file} may not import {import}");
    }
}

/// Lines before the tests of a file.
fn lines(source: &Source) -> usize {
    source.text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default().lines().count()
}

#[test]
fn files_are_small_and_say_what_they_are_for() {
    let mut broken = Vec::new();
    let folders = ["src", "entity/src", "migration/src", "tests/it"];
    for source in folders.iter().flat_map(|folder| code::files(folder, ".rs")) {
        if !source.text.starts_with("//! ") {
            broken.push(format!("{} does not begin with //!", source.path));
        }
        if lines(&source) > 500 {
            broken.push(format!("{} has {} lines", source.path, lines(&source)));
        }
    }
    let mut sizes: Vec<usize> = code::program().iter().map(lines).collect();
    sizes.sort_unstable();
    let (median, p90) = (sizes[sizes.len() / 2], sizes[sizes.len() * 9 / 10]);
    if median > 120 || p90 > 300 {
        broken.push(format!("half of the files have more than {median} lines (120), a tenth more than {p90} (300)"));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
