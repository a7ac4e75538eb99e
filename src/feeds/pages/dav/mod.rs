//! Calendars by CalDAV, to be read only (RFC 4791, 4918, 6578, 6764). Programs sign in with a password made for them.
//!
//! Addresses: `/caldav/` leads to the person `/caldav/me/`, that to the home `/caldav/calendars/`, that to calendars and their
//! objects. Nobody's name is in an address: everybody sees his own under the same.

mod answer;
mod collection;
mod request;
mod resource;
mod sign_in;
mod xml;

use std::collections::BTreeMap;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::feeds::exports::{Object, breaches};
use crate::feeds::pages::ics::ctx;
use crate::i18n::Locale;
use crate::kernel::{Actor, Ctx, PersonId};
use collection::Reader;
use request::{Report, Unfit};
use resource::Place;

/// The longest request that is read, in bytes.
const MOST_BODY: usize = 64 << 10;

/// What all calendars of a person show now, each thing once, and breaches of the standard in them.
///
/// # Errors
/// The database's.
pub async fn build(app: &App, ctx: &Ctx, actor: Actor, person: PersonId, locale: Locale) -> AppResult<(usize, Vec<String>)> {
    let reader = Reader { name: String::new(), actor, locale, person };
    let (mut shown, mut faults) = (BTreeMap::new(), Vec::new());
    for id in collection::ids(&reader) {
        for object in &collection::find(app, ctx, &reader, &id).await?.objects {
            faults.extend(breaches(&object.bytes));
            let most: &mut usize = shown.entry(object.file.clone()).or_default();
            *most = object.shown().max(*most);
        }
    }
    Ok((shown.values().sum(), faults))
}

/// `/.well-known/caldav` (RFC 6764, 5), with any method.
pub async fn well_known(body: Body) -> Response {
    let taken = take(body).await;
    sent((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, "/caldav/")]).into_response(), taken.is_some())
}

/// The whole body; none where it is longer than is read, or breaks off. It is taken before anything is said: a connection on
/// which a body was left unread is closed, under the next request that the program has already sent on it.
async fn take(body: Body) -> Option<Bytes> {
    to_bytes(body, MOST_BODY).await.ok()
}

/// The response, with a word to the program where its connection cannot go on.
fn sent(mut response: Response, goes_on: bool) -> Response {
    if !goes_on {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Everything below `/caldav/`.
pub async fn serve(State(app): State<App>, request: Request) -> Response {
    let ctx = ctx(&app);
    let (parts, body) = request.into_parts();
    let body = take(body).await;
    let mut response = match answer_to(&app, &ctx, &parts, body.as_deref()).await {
        Ok(response) => response,
        Err(AppError::NotFound | AppError::Denied(_)) => (StatusCode::NOT_FOUND, "not found\n").into_response(),
        Err(AppError::NotSignedIn) => sign_in::asked(),
        Err(error) => {
            tracing::error!(%error, "caldav");
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "300")], "unavailable\n").into_response()
        }
    };
    let headers = response.headers_mut();
    // What may be done here, and by which standards: no program needs to try to write.
    headers.insert(HeaderName::from_static("dav"), HeaderValue::from_static("1, 3, access-control, calendar-access"));
    headers.insert(header::ALLOW, HeaderValue::from_static("OPTIONS, GET, HEAD, PROPFIND, REPORT"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    sent(response, body.is_some())
}

async fn answer_to(app: &App, ctx: &Ctx, parts: &Parts, body: Option<&[u8]>) -> Result<Response, AppError> {
    if parts.method == Method::OPTIONS {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let reader = sign_in::reader(app, ctx, &parts.headers).await?;
    let place = Place::of(parts.uri.path()).ok_or(AppError::NotFound)?;
    match parts.method.as_str() {
        "GET" | "HEAD" => get(app, ctx, &reader, &place, &parts.headers).await,
        "PROPFIND" => propfind(app, ctx, &reader, &place, &parts.headers, body).await,
        "REPORT" => report(app, ctx, &reader, &place, body).await,
        "PROPPATCH" => Ok(match read(body) {
            Ok(Some(root)) => answer::multistatus(&answer::unchangeable(&place.href(), &request::patched(&root)), None),
            _ => Unfit::Malformed.into_response(),
        }),
        _ => Ok(answer::read_only()),
    }
}

/// The body as XML; none where it is empty.
fn read(body: Option<&[u8]>) -> Result<Option<xml::Element>, Unfit> {
    let text = std::str::from_utf8(body.ok_or(Unfit::Malformed)?).map_err(|_| Unfit::Malformed)?;
    if text.trim().is_empty() { Ok(None) } else { xml::parse(text).map(Some).map_err(|_| Unfit::Malformed) }
}

async fn get(app: &App, ctx: &Ctx, reader: &Reader, place: &Place, asked: &HeaderMap) -> Result<Response, AppError> {
    let Place::Object(id, file) = place else {
        return Ok((StatusCode::OK, "CalDAV\n").into_response());
    };
    let calendar = collection::find(app, ctx, reader, id).await?;
    let object = calendar.objects.iter().find(|object| object.file == *file).ok_or(AppError::NotFound)?;
    let etag = HeaderValue::from_str(&object.etag).map_err(|error| AppError::Internal(error.to_string()))?;
    if asked.get(header::IF_NONE_MATCH) == Some(&etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let kind = HeaderValue::from_static(object.content_type);
    Ok(([(header::CONTENT_TYPE, kind), (header::ETAG, etag)], object.bytes.clone()).into_response())
}

async fn propfind(
    app: &App,
    ctx: &Ctx,
    reader: &Reader,
    place: &Place,
    headers: &HeaderMap,
    body: Option<&[u8]>,
) -> Result<Response, AppError> {
    let wanted = match read(body).and_then(|root| request::propfind(root.as_ref())) {
        Ok(wanted) => wanted,
        Err(unfit) => return Ok(unfit.into_response()),
    };
    let deep = match headers.get("depth").and_then(|depth| depth.to_str().ok()) {
        Some("0") => false,
        Some("1") => true,
        // Whole trees may be refused (RFC 4918, 9.1); a missing depth means one.
        _ => return Ok(answer::precondition(xml::DAV, "propfind-finite-depth")),
    };
    let shown = resource::shown(app, ctx, reader, place, deep).await?;
    let responses: String = shown.iter().map(|(href, props)| answer::found(href, props, &wanted)).collect();
    Ok(answer::multistatus(&responses, None))
}

async fn report(app: &App, ctx: &Ctx, reader: &Reader, place: &Place, body: Option<&[u8]>) -> Result<Response, AppError> {
    let asked = match read(body).and_then(|root| request::report(&root.ok_or(Unfit::Malformed)?)) {
        Ok(asked) => asked,
        Err(unfit) => return Ok(unfit.into_response()),
    };
    let (Place::Calendar(id) | Place::Object(id, _)) = place else {
        return Ok(Unfit::Report.into_response());
    };
    let calendar = collection::find(app, ctx, reader, id).await?;
    Ok(match asked {
        Report::Query { wanted, range } => {
            let hits =
                calendar.objects.iter().filter(|object| range.is_some_and(|range| object.is_between(range.from, range.to)));
            let responses: String = hits.map(|object| resource::object(&calendar, object, &wanted)).collect();
            answer::multistatus(&responses, None)
        }
        Report::Multiget { wanted, hrefs } => {
            let one = |href: &String| {
                let file = match Place::of(href) {
                    Some(Place::Object(of, file)) if of == *id => file,
                    _ => return answer::gone(href),
                };
                let object = calendar.objects.iter().find(|object| object.file == file);
                object.map_or_else(|| answer::gone(href), |object| resource::object(&calendar, object, &wanted))
            };
            answer::multistatus(&hrefs.iter().map(one).collect::<String>(), None)
        }
        Report::Sync { wanted, token } => {
            let Some(before) = token.map_or_else(|| Some(Default::default()), |token| collection::remembered(&token)) else {
                return Ok(answer::precondition(xml::DAV, "valid-sync-token"));
            };
            let is_new = |object: &&Object| before.get(&object.file) != Some(&object.etag);
            let changed = calendar.objects.iter().filter(is_new).map(|object| resource::object(&calendar, object, &wanted));
            let is_gone = |file: &&String| !calendar.objects.iter().any(|object| object.file == **file);
            let gone = before.keys().filter(is_gone).map(|file| answer::gone(&Place::Object(id.clone(), file.clone()).href()));
            answer::multistatus(&changed.chain(gone).collect::<String>(), Some(&calendar.token))
        }
    })
}
