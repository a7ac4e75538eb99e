//! What a calendar program asks: PROPFIND (RFC 4918, 9.1) and the three reports of RFC 4791 and RFC 6578.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::xml::{CALDAV, DAV, Element, Name};

/// Which properties are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    All,
    Names,
    These(Vec<Name>),
}

/// A half-open stretch of time; open where a bound is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
}

/// A report on a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// Events in a stretch of time; none for other kinds of entries.
    Query {
        wanted: Wanted,
        range: Option<Range>,
    },
    Multiget {
        wanted: Wanted,
        hrefs: Vec<String>,
    },
    /// What changed since the token; without one everything.
    Sync {
        wanted: Wanted,
        token: Option<String>,
    },
}

/// Why a request cannot be answered, with the precondition's name (RFC 4918, 16).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// 400
    Malformed,
    /// 403, `supported-report`
    Report,
    /// 403, `supported-filter`
    Filter,
}

/// What a PROPFIND wants; an empty body means all (RFC 4918, 9.1).
///
/// # Errors
/// [`Unfit::Malformed`].
pub fn propfind(root: Option<&Element>) -> Result<Wanted, Unfit> {
    match root {
        None => Ok(Wanted::All),
        Some(root) if root.name.is(DAV, "propfind") => Ok(wanted(root)),
        Some(_) => Err(Unfit::Malformed),
    }
}

/// The properties that a PROPPATCH would change; all of them are refused.
#[must_use]
pub fn patched(root: &Element) -> Vec<Name> {
    let parts = root.children.iter().filter_map(|part| part.child(DAV, "prop"));
    parts.flat_map(|prop| prop.children.iter().map(|child| child.name.clone())).collect()
}

/// The report.
///
/// # Errors
/// [`Unfit`].
pub fn report(root: &Element) -> Result<Report, Unfit> {
    let wanted = wanted(root);
    let (space, local) = (root.name.space.as_str(), root.name.local.as_str());
    match (space, local) {
        (CALDAV, "calendar-query") => query(root, wanted),
        (CALDAV, "calendar-multiget") => {
            let hrefs = root.children.iter().filter(|child| child.name.is(DAV, "href"));
            Ok(Report::Multiget { wanted, hrefs: hrefs.map(|href| href.text.trim().to_owned()).collect() })
        }
        (DAV, "sync-collection") => {
            let token = root.child(DAV, "sync-token").map(|token| token.text.trim().to_owned());
            Ok(Report::Sync { wanted, token: token.filter(|token| !token.is_empty()) })
        }
        _ => Err(Unfit::Report),
    }
}

fn wanted(root: &Element) -> Wanted {
    if root.child(DAV, "propname").is_some() {
        return Wanted::Names;
    }
    match root.child(DAV, "prop") {
        Some(prop) => Wanted::These(prop.children.iter().map(|child| child.name.clone()).collect()),
        None => Wanted::All,
    }
}

/// Only what events in a stretch of time need (RFC 4791, 9.7); a filter that is not understood is refused, never ignored.
fn query(root: &Element, wanted: Wanted) -> Result<Report, Unfit> {
    let filter = root.child(CALDAV, "filter").ok_or(Unfit::Malformed)?;
    let [calendar] = &filter.children[..] else { return Err(Unfit::Filter) };
    if !calendar.name.is(CALDAV, "comp-filter") || calendar.attribute("name") != Some("VCALENDAR") {
        return Err(Unfit::Filter);
    }
    let range = match &calendar.children[..] {
        [] => Some(Range::default()),
        [part] if part.name.is(CALDAV, "comp-filter") => match (part.attribute("name"), &part.children[..]) {
            (Some("VEVENT"), []) => Some(Range::default()),
            (Some("VEVENT"), [range]) if range.name.is(CALDAV, "time-range") => Some(stretch(range)?),
            (Some("VTODO" | "VJOURNAL" | "VFREEBUSY"), _) => None,
            _ => return Err(Unfit::Filter),
        },
        _ => return Err(Unfit::Filter),
    };
    Ok(Report::Query { wanted, range })
}

fn stretch(range: &Element) -> Result<Range, Unfit> {
    let at = |name| match range.attribute(name) {
        None => Ok(None),
        Some(text) => {
            NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").map(|at| Some(at.and_utc())).map_err(|_| Unfit::Malformed)
        }
    };
    Ok(Range { from: at("start")?, to: at("end")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feeds::pages::dav::xml::parse;

    fn asked(inner: &str) -> Result<Report, Unfit> {
        let filter = format!(r#"<c:filter><c:comp-filter name="VCALENDAR">{inner}</c:comp-filter></c:filter>"#);
        report(
            &parse(&format!(r#"<c:calendar-query xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:prop><d:getetag/></d:prop>{filter}</c:calendar-query>"#))
                .unwrap(),
        )
    }

    #[test]
    fn a_query_is_events_in_a_stretch_of_time_and_nothing_else() {
        let Ok(Report::Query { range: Some(range), .. }) =
            asked(r#"<c:comp-filter name="VEVENT"><c:time-range start="20260401T000000Z"/></c:comp-filter>"#)
        else {
            panic!("no query");
        };
        assert_eq!((range.from.unwrap().to_rfc3339().as_str(), range.to), ("2026-04-01T00:00:00+00:00", None));
        assert!(matches!(asked(r#"<c:comp-filter name="VTODO"/>"#), Ok(Report::Query { range: None, .. })));
        let named = r#"<c:comp-filter name="VEVENT"><c:prop-filter name="SUMMARY"/></c:comp-filter>"#;
        assert_eq!(asked(named), Err(Unfit::Filter));
        let no_time = r#"<c:comp-filter name="VEVENT"><c:time-range start="tomorrow"/></c:comp-filter>"#;
        assert_eq!(asked(no_time), Err(Unfit::Malformed));
    }

    #[test]
    fn other_reports_are_named_as_unknown() {
        assert_eq!(report(&parse(r#"<expand-property xmlns="DAV:"/>"#).unwrap()), Err(Unfit::Report));
    }
}
