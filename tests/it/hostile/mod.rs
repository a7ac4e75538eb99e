//! Bad input and other people's records, asked of the whole application: whatever is typed, sent or asked for, the answer
//! is one of ours, in the visitor's language, and nothing is half saved.
//!
//! `more` adds to the demonstration what it leaves out; `crawl` finds out what a person can reach; `swapped` asks for it as somebody else; `forms` types nonsense into every
//! form; `sheets` and `files` send bad files; `doors` sends bad requests.

mod canary;
mod crawl;
mod doors;
mod files;
mod forms;
mod groups;
mod kinds;
mod more;
mod seats;
mod sheets;
mod swapped;

use doithoai::routes::{ROUTES, Route, Verb};
use tokio::sync::OnceCell;

use crate::demo;
use crate::support::{Frozen, Page};

static WARD: OnceCell<Frozen> = OnceCell::const_new();
static CITY: OnceCell<Frozen> = OnceCell::const_new();

/// The demonstration's ward with what it leaves out.
async fn ward() -> &'static Frozen {
    WARD.get_or_init(async || {
        let app = demo::ward().await.copy().await;
        more::add(&app).await;
        app.freeze().await
    })
    .await
}

/// The demonstration's city with a plan that waits.
async fn city() -> &'static Frozen {
    CITY.get_or_init(async || {
        let app = demo::city().await.copy().await;
        more::plan(&app, "submit").await;
        app.freeze().await
    })
    .await
}

/// Work that is begun on a thread of its own, with what it needs of a runtime.
fn elsewhere<T, F>(work: impl FnOnce() -> F + Send + 'static) -> impl Future<Output = T>
where
    T: Send + 'static,
    F: Future<Output = T>,
{
    let begun = tokio::task::spawn_blocking(|| {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work())
    });
    async { begun.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic())) }
}

/// The row of the table that an address belongs to; rows without parameters first.
fn route(verb: Verb, address: &str) -> Option<&'static Route> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let steps: Vec<&str> = path.split('/').collect();
    let fits = |pattern: &str| {
        let wanted: Vec<&str> = pattern.split('/').collect();
        wanted.len() == steps.len() && wanted.iter().zip(&steps).all(|(want, step)| want.contains('{') || want == step)
    };
    let rows = || ROUTES.iter().filter(|row| row.verb == verb);
    rows().find(|row| row.path == path).or_else(|| rows().find(|row| fits(row.path)))
}

/// Whether a text is in Vietnamese: messages of more than a word or two always have letters that English lacks.
fn is_vietnamese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{C0}'..='\u{1B0}' | '\u{1EA0}'..='\u{1EF9}'))
}

/// What every refusal has in common: a page of ours in Vietnamese, without a text that has no words yet.
fn is_ours(page: &Page) -> Result<(), String> {
    let wrong = |what: &str| {
        let head: String = String::from_utf8_lossy(&page.body).chars().take(300).collect();
        Err(format!("{} ({}): {what}: {head}", page.asked.chars().take(200).collect::<String>(), page.status))
    };
    if page.status >= 500 {
        return wrong("a fault of ours");
    }
    if page.status == 303 {
        return Ok(());
    }
    if !page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        return wrong("not a page");
    }
    if std::str::from_utf8(&page.body).is_err() {
        return wrong("not UTF-8");
    }
    let html = match page.read() {
        Ok(html) => html,
        Err(error) => return wrong(&format!("malformed ({error})")),
    };
    if html.select("html[lang=vi]").len() != 1 || html.select("h1").len() != 1 {
        return wrong("not a page of ours");
    }
    if !html.select("script").iter().all(|script| script.text_of("src").starts_with("/assets/")) {
        return wrong("a script that is not ours");
    }
    let words = html.select(".govuk-error-message, .govuk-error-summary__list li, .dt-problem h1, .dt-problem .govuk-body");
    let strange = words.iter().map(|part| part.visible()).find(|text| !is_vietnamese(text) || text.contains("refusal-"));
    strange.map_or(Ok(()), |text| wrong(&format!("not Vietnamese: {text:?}")))
}
