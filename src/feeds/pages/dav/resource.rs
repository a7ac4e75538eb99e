//! Which resource stands under which address, and what it says of itself.

use super::answer::{self, Prop};
use super::collection::{self, Collection, Reader};
use super::request::Wanted;
use super::xml::{self, APPLE, CALDAV, CALENDAR_SERVER, DAV};
use crate::app::App;
use crate::error::AppResult;
use crate::feeds::exports::{COLOR, Object};
use crate::kernel::Ctx;

/// A resource by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Root,
    /// The person who reads.
    Me,
    Home,
    Calendar(String),
    Object(String, String),
}

impl Place {
    /// The resource under `path`, with or without the slash at its end.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
        let steps: Vec<&str> = path.strip_prefix("/caldav")?.split('/').filter(|step| !step.is_empty()).collect();
        Some(match steps[..] {
            [] => Self::Root,
            ["me"] => Self::Me,
            ["calendars"] => Self::Home,
            ["calendars", id] => Self::Calendar(id.to_owned()),
            ["calendars", id, file] => Self::Object(id.to_owned(), file.to_owned()),
            _ => return None,
        })
    }

    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Self::Root => "/caldav/".to_owned(),
            Self::Me => "/caldav/me/".to_owned(),
            Self::Home => "/caldav/calendars/".to_owned(),
            Self::Calendar(id) => format!("/caldav/calendars/{id}/"),
            Self::Object(id, file) => format!("/caldav/calendars/{id}/{file}"),
        }
    }
}

/// The resource at `place`, and with `deep` those right below it.
///
/// # Errors
/// [`crate::error::AppError::NotFound`].
pub async fn shown(app: &App, ctx: &Ctx, reader: &Reader, place: &Place, deep: bool) -> AppResult<Vec<(String, Vec<Prop>)>> {
    let mut all = Vec::new();
    match place {
        Place::Root | Place::Me => {
            all.push((place.href(), person(reader, place)));
            if deep && *place == Place::Root {
                all.push((Place::Me.href(), person(reader, &Place::Me)));
                all.push((Place::Home.href(), home(reader)));
            }
        }
        Place::Home => {
            all.push((place.href(), home(reader)));
            let ids = if deep { collection::ids(reader) } else { Vec::new() };
            for id in ids {
                let calendar = collection::find(app, ctx, reader, &id).await?;
                all.push((Place::Calendar(id).href(), calendar_props(&calendar)));
            }
        }
        Place::Calendar(id) => {
            let calendar = collection::find(app, ctx, reader, id).await?;
            all.push((place.href(), calendar_props(&calendar)));
            let objects = calendar.objects.iter().filter(|_| deep);
            all.extend(objects.map(|object| (object_href(&calendar, object), object_props(object))));
        }
        Place::Object(id, file) => {
            let calendar = collection::find(app, ctx, reader, id).await?;
            let object = calendar.objects.iter().find(|object| object.file == *file);
            let object = object.ok_or(crate::error::AppError::NotFound)?;
            all.push((place.href(), object_props(object)));
        }
    }
    Ok(all)
}

/// One `response` about `object`.
#[must_use]
pub fn object(calendar: &Collection, object: &Object, wanted: &Wanted) -> String {
    answer::found(&object_href(calendar, object), &object_props(object), wanted)
}

fn object_href(calendar: &Collection, object: &Object) -> String {
    Place::Object(calendar.id.clone(), object.file.clone()).href()
}

fn href(place: &Place) -> String {
    format!("<d:href>{}</d:href>", place.href())
}

/// What everything here says: whose it is, and that it can only be read.
fn common(props: Vec<Prop>) -> Vec<Prop> {
    let privileges = "<d:privilege><d:read/></d:privilege><d:privilege><d:read-current-user-privilege-set/></d:privilege>";
    let ours = [
        Prop::new(DAV, "current-user-principal", href(&Place::Me)),
        Prop::new(DAV, "owner", href(&Place::Me)),
        Prop::new(DAV, "current-user-privilege-set", privileges),
    ];
    props.into_iter().chain(ours).collect()
}

fn person(reader: &Reader, place: &Place) -> Vec<Prop> {
    let kind = if *place == Place::Me { "<d:principal/>" } else { "<d:collection/>" };
    common(vec![
        Prop::new(DAV, "resourcetype", kind),
        Prop::new(DAV, "displayname", xml::text(&reader.name)),
        Prop::new(DAV, "principal-URL", href(&Place::Me)),
        Prop::new(DAV, "principal-collection-set", href(&Place::Root)),
        Prop::new(CALDAV, "calendar-home-set", href(&Place::Home)),
    ])
}

fn home(reader: &Reader) -> Vec<Prop> {
    common(vec![Prop::new(DAV, "resourcetype", "<d:collection/>"), Prop::new(DAV, "displayname", xml::text(&reader.name))])
}

fn calendar_props(calendar: &Collection) -> Vec<Prop> {
    let reports = ["<c:calendar-query/>", "<c:calendar-multiget/>", "<d:sync-collection/>"]
        .map(|report| format!("<d:supported-report><d:report>{report}</d:report></d:supported-report>"));
    common(vec![
        Prop::new(DAV, "resourcetype", "<d:collection/><c:calendar/>"),
        Prop::new(DAV, "displayname", xml::text(&calendar.name)),
        Prop::new(DAV, "supported-report-set", reports.concat()),
        Prop::new(DAV, "sync-token", xml::text(&calendar.token)),
        Prop::new(CALENDAR_SERVER, "getctag", xml::text(&calendar.token)),
        Prop::new(APPLE, "calendar-color", COLOR.hex()),
        Prop::new(CALDAV, "supported-calendar-component-set", "<c:comp name=\"VEVENT\"/>"),
        Prop::new(CALDAV, "supported-calendar-data", "<c:calendar-data content-type=\"text/calendar\" version=\"2.0\"/>"),
        Prop::new(CALDAV, "schedule-calendar-transp", "<c:transparent/>"),
    ])
}

fn object_props(object: &Object) -> Vec<Prop> {
    let data = String::from_utf8_lossy(&object.bytes);
    common(vec![
        Prop::new(DAV, "resourcetype", ""),
        Prop::new(DAV, "getetag", xml::text(&object.etag)),
        Prop::new(DAV, "getcontenttype", "text/calendar; charset=utf-8; component=vevent"),
        Prop::new(DAV, "getcontentlength", object.bytes.len().to_string()),
        Prop::new(DAV, "getlastmodified", object.changed_at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()),
        Prop::new(CALDAV, "calendar-data", xml::text(&data)).costly(),
    ])
}
