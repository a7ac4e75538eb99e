//! Every view of every room renders all its samples in every language, and what comes out can be used by everybody:
//! well-formed, one heading, labelled fields, nothing inline. Every template is somebody's.

use std::collections::BTreeSet;

use doithoai::i18n::Locale;
use doithoai::views::views;
use doithoai::web::view::{Shell, render_value, template_names};

use super::code::{self, Token};
use crate::support::html::{self, Element};

/// The page as a stranger sees it: no navigation, no message, no name.
fn stranger(locale: Locale) -> Shell {
    Shell {
        signed_in: false,
        actor_name: String::new(),
        nav: Vec::new(),
        flash: None,
        site_name: String::new(),
        unread: 0,
        ..Shell::sample(locale)
    }
}

#[test]
fn every_view_renders_in_every_language() {
    let mut broken = Vec::new();
    for spec in views() {
        let samples = (spec.samples)();
        if samples.is_empty() {
            broken.push(format!("{} has no samples", spec.template));
        }
        for (at, sample) in samples.iter().enumerate() {
            for &locale in Locale::ALL {
                for shell in [Shell::sample(locale), stranger(locale)] {
                    let faults = match render_value(spec.template, &shell, sample) {
                        Ok(page) => faults(&page, locale),
                        Err(error) => vec![error.to_string()],
                    };
                    broken.extend(faults.into_iter().map(|fault| format!("{} (sample {at}, {locale}): {fault}", spec.template)));
                }
            }
        }
    }
    broken.dedup();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// What is wrong with a whole page.
fn faults(source: &str, locale: Locale) -> Vec<String> {
    let page = match html::read(source) {
        Ok(page) => page,
        Err(error) => return vec![error.to_string()],
    };
    let mut faults: Vec<String> =
        source.split('⟦').skip(1).map(|rest| format!("no text ⟦{}", &rest[..rest.find('⟧').map_or(0, |at| at + 3)])).collect();
    let mut need = |good: bool, fault: String| {
        if !good {
            faults.push(fault);
        }
    };
    let one = |selector: &str| page.select(selector).len() == 1;
    need(one("h1"), format!("{} h1", page.select("h1").len()));
    need(one("main"), "no single main".into());
    need(page.select("html").iter().any(|html| html.attribute("lang") == Some(locale.as_str())), "no lang".into());
    let title = page.select("head title").into_iter().map(Element::visible).collect::<String>();
    need(title.chars().count() > 10, format!("title {title:?}"));

    let labelled: BTreeSet<&str> = page.select("label[for]").into_iter().filter_map(|label| label.attribute("for")).collect();
    for field in page.select("input, select, textarea") {
        let kind = field.attribute("type").unwrap_or("text");
        let named = field.attribute("id").is_some_and(|id| labelled.contains(id)) || field.attribute("aria-label").is_some();
        need(named || matches!(kind, "hidden" | "submit"), format!("no label for {:?}", field.attributes));
    }
    for control in page.select("a[href], button, summary, legend, caption, th, h1, h2, h3") {
        let named = !control.visible().is_empty() || control.attribute("aria-label").is_some_and(|label| !label.is_empty());
        need(named || control.name == "th", format!("no words in <{} {:?}>", control.name, control.attributes));
    }
    for link in page.select("a[href]") {
        need(
            link.attribute("href") != Some("#") && link.attribute("href") != Some(""),
            format!("{:?} leads nowhere", link.visible()),
        );
    }
    for form in page.select("form[method=post]") {
        need(form.select("input[name=_csrf]").len() == 1, format!("{:?} without a token", form.attribute("action")));
    }
    for form in page.select("form") {
        need(form.attribute("action").is_some_and(|action| action.starts_with('/')), "a form without an address of ours".into());
    }
    for table in page.select("main table") {
        need(!table.select("th").is_empty(), "a table without headings".into());
    }
    let mut ids = BTreeSet::new();
    for element in page.select("[id]") {
        let id = element.text_of("id");
        need(!id.is_empty() && ids.insert(id.clone()), format!("id {id:?} twice"));
    }
    for name in ["aria-describedby", "aria-labelledby", "aria-controls"] {
        for element in page.select(&format!("[{name}]")) {
            for id in element.text_of(name).split_whitespace() {
                need(ids.contains(id), format!("{name} leads to {id:?}, which is not there"));
            }
        }
    }
    faults.extend(inline(&page));
    faults
}

/// Scripts, styles and handlers that stand in the page itself: the browser would refuse them (Content-Security-Policy).
fn inline(page: &Element) -> Vec<String> {
    let mut found = Vec::new();
    for element in page.select("[style]") {
        found.push(format!("style on <{}>", element.name));
    }
    for script in page.select("script, style") {
        let data = script.attribute("type") == Some("application/json");
        if script.attribute("src").is_none() && !data {
            found.push(format!("inline <{}>", script.name));
        }
    }
    for element in page.select("*") {
        let handlers = element.attributes.iter().filter(|(name, _)| name.starts_with("on"));
        found.extend(handlers.map(|(name, _)| format!("{name} on <{}>", element.name)));
    }
    found
}

#[test]
fn faults_are_found() {
    let page = |main: &str| {
        format!(
            "<!DOCTYPE html><html lang=\"vi\"><head><title>Trang thử nghiệm</title></head><body><main>{main}</main></body></html>"
        )
    };
    assert_eq!(
        faults(&page("<h1>Một</h1><label for=\"a\">A</label><input id=\"a\" name=\"a\">"), Locale::Vi),
        Vec::<String>::new()
    );
    for bad in [
        "",
        "<h1>Một</h1><h1>Hai</h1>",
        "<h1>⟦key⟧</h1>",
        "<h1>Một</h1><input name=\"a\">",
        "<h1>Một</h1><form method=\"post\" action=\"/x\"></form>",
        "<h1>Một</h1><p style=\"color:red\">x</p>",
        "<h1>Một</h1><p onclick=\"x()\">x</p>",
        "<h1>Một</h1><button onclick=\"x()\">x</button>",
        "<h1>Một</h1><script>x()</script>",
        "<h1>Một</h1><a href=\"/x\"></a>",
        "<h1>Một</h1><p id=\"a\"></p><p id=\"a\"></p>",
        "<h1>Một</h1><p aria-describedby=\"b\"></p>",
        "<h1>Một",
    ] {
        assert!(!faults(&page(bad), Locale::Vi).is_empty(), "{bad}");
    }
}

#[test]
fn every_template_belongs_to_a_view_and_every_view_to_the_table() {
    let used: BTreeSet<&str> = views().iter().map(|view| view.template).collect();
    let names = template_names();
    let pages: Vec<&String> =
        names.iter().filter(|name| !(name.starts_with("partials/") || name.starts_with("mail/") || *name == "layout")).collect();
    let orphans: Vec<_> = pages.iter().filter(|name| !used.contains(name.as_str())).collect();
    assert!(orphans.is_empty(), "templates that no view of src/views.rs shows: {orphans:?}");
    // A template that cannot be read is missing in the registry.
    let files = code::files("templates", ".hbs").iter().filter(|file| !file.path.ends_with(".txt.hbs")).count();
    assert_eq!(files, names.len(), "a template cannot be read: {names:?}");

    let (mut declared, mut listed) = (0, 0);
    for source in code::program() {
        let tokens = source.tokens();
        let words: Vec<&str> = tokens.iter().filter_map(Token::word).collect();
        declared += words.windows(3).filter(|words| words[0] == "impl" && words[1] == "View" && words[2] == "for").count();
        listed += words.windows(3).filter(|words| words[0] == "ViewSpec" && words[1] == "of").count();
    }
    // The trait's own file makes one entry from its type.
    assert_eq!((declared, listed), (views().len(), views().len()), "a view is missing in its room's VIEWS or in src/views.rs");
}

#[test]
fn templates_say_nothing_that_the_browser_would_refuse() {
    let mut broken = Vec::new();
    for file in code::files("templates", ".hbs") {
        for banned in ["{{{", "{{&", "<script>", "<style", " style=", "javascript:", "http://"] {
            if file.text.contains(banned) {
                broken.push(format!("{} has {banned}", file.path));
            }
        }
        for rest in file.text.split(" on").skip(1) {
            let name: String = rest.chars().take_while(char::is_ascii_lowercase).collect();
            if !name.is_empty() && rest[name.len()..].starts_with("=\"") {
                broken.push(format!("{} has on{name}=", file.path));
            }
        }
        for called in file.text.split("{{> ").skip(1).filter_map(|rest| rest.split([' ', '}']).next()) {
            if called != "@partial-block" && !template_names().iter().any(|name| name == called) {
                broken.push(format!("{} calls {called}, which is not there", file.path));
            }
        }
        // A remark in a mail would leave an empty line.
        if !(file.text.starts_with("{{!--") || file.path.ends_with(".txt.hbs")) {
            broken.push(format!("{} does not begin by saying what it is", file.path));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
