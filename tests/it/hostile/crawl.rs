//! What a person can reach: every address and every form behind the first page. It clicks on links, follows redirects and
//! sends no form but those that only ask.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::Method;
use doithoai::routes::Verb;

use super::route;
use crate::support::browser::escape;
use crate::support::page::Form;
use crate::support::{Page, Person};

/// A form and the address at which it stands.
#[derive(Debug, Clone)]
pub struct Found {
    pub at: String,
    pub form: Form,
}

/// Everything that somebody reaches.
#[derive(Debug, Default)]
pub struct Reach {
    pub addresses: BTreeSet<String>,
    pub forms: Vec<Found>,
    /// Links that lead to nothing.
    pub dead: Vec<String>,
}

/// Row of the table and names in the query: addresses that differ in their ids alone have the same.
pub fn likeness(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let row = route(Verb::Get, path).map_or(path, |row| row.path);
    let names: BTreeSet<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    format!("{row}?{}", names.into_iter().collect::<Vec<_>>().join("&"))
}

/// Where the choices of a form that only asks lead to: one address for each of its radio buttons.
fn questions(page: &Page) -> Vec<String> {
    let html = page.html();
    let mut addresses = Vec::new();
    for form in html.select("main form[method=get]") {
        let hidden = form.select("input[type=hidden]").into_iter();
        let kept: String =
            hidden.map(|input| format!("{}={}&", input.text_of("name"), escape(&input.text_of("value")))).collect();
        for radio in form.select("input[type=radio]") {
            let choice = format!("{}={}", radio.text_of("name"), escape(&radio.text_of("value")));
            addresses.push(format!("{}?{kept}{choice}", form.text_of("action")));
        }
    }
    addresses
}

/// Clicks on everything behind the first page; of addresses that are alike on the first `alike` ones.
pub async fn crawl(person: &Person, alike: usize) -> Reach {
    let (mut reach, mut waiting) = (Reach::default(), VecDeque::from([("/".to_owned(), String::new())]));
    let mut visits: BTreeMap<String, usize> = BTreeMap::new();
    while let Some((address, from)) = waiting.pop_front() {
        let address = address.split('#').next().unwrap_or_default().to_owned();
        if !address.starts_with('/') || address.starts_with("/assets/") || reach.addresses.contains(&address) {
            continue;
        }
        let visited = visits.entry(likeness(&address)).or_default();
        *visited += 1;
        if *visited > alike {
            continue;
        }
        let page = person.get(&address).await;
        reach.addresses.insert(address.clone());
        match page.status {
            303 => waiting.extend(page.location().map(|to| (to, address.clone()))),
            200 if page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) => {
                waiting.extend(page.links().into_iter().map(|link| (link.href, address.clone())));
                waiting.extend(questions(&page).into_iter().map(|to| (to, address.clone())));
                let forms = page.forms().into_iter().filter(|form| form.method == Method::POST);
                reach.forms.extend(forms.map(|form| Found { at: address.clone(), form }));
            }
            200 => {}
            status => {
                reach.addresses.remove(&address);
                reach.dead.push(format!("{} is led from {from} to {address}: {status}", person.login));
            }
        }
    }
    reach
}
