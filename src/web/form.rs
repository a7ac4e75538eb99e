//! What a browser posted: fields and files, already checked for CSRF; typed reading that collects every fault; and the
//! state that shows a refused form again with what was typed.
//!
//! Neighbours: `forms.rs` of each room read with [`Fields`]; templates show [`FormState`].

use std::borrow::Cow;
use std::str::FromStr;

use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use chrono::{NaiveDate, NaiveTime};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::app::{App, Incoming};
use crate::error::AppError;
use crate::i18n::{self, Locale};
use crate::kernel::{Refusal, Violations, text};
use crate::web::visit::Visit;

/// Longest form without files, in bytes.
const FORM_LIMIT: usize = 512 * 1024;
/// What a form may carry beside its files, in bytes.
const MULTIPART_SLACK: u64 = 1024 * 1024;
/// Parts of a multipart form.
const MAX_PARTS: usize = 400;
/// Files of one form that are written down; no form takes as many.
const MOST_FILES: usize = 20;
/// The hidden field that proves where the form was made.
pub const CSRF_FIELD: &str = "_csrf";

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct Upload {
    pub field: String,
    pub file: Incoming,
}

/// The fields and files of a POST whose CSRF token was right.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    fields: Vec<(String, String)>,
    files: Vec<Upload>,
}

impl Posted {
    /// For tests of `forms.rs`.
    #[must_use]
    pub fn of(fields: &[(&str, &str)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { fields, files: Vec::new() }
    }

    /// The pairs of an address that asks a question: nothing is changed by it, so that no token stands behind it.
    #[must_use]
    pub fn from_query(fields: Vec<(String, String)>) -> Self {
        Self { fields, files: Vec::new() }.without_nul()
    }

    /// NUL belongs to no text, and PostgreSQL stores none.
    fn without_nul(mut self) -> Self {
        let texts = self.fields.iter_mut().flat_map(|(name, value)| [name, value]);
        texts.chain(self.files.iter_mut().map(|file| &mut file.field)).for_each(|text| text.retain(|c| c != '\0'));
        self
    }

    /// The first value of `name`, as typed.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// All values of `name`, as typed: checkboxes, repeated rows.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The files sent under `name` that have a name and a content.
    pub fn files<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Incoming> {
        let sent = self.files.iter().filter(move |upload| upload.field == name).map(|upload| &upload.file);
        sent.filter(|file| !(file.name().is_empty() && file.size() == 0))
    }

    /// The bytes of the one file under `name`, where files are small by their nature.
    ///
    /// # Errors
    /// On the field: `form.required`, `file.too-large`, `file.not-kept`.
    pub fn file_bytes(&self, name: &'static str, most: u64) -> Result<(&str, Vec<u8>), Refusal> {
        let file = self.files(name).next().ok_or(Refusal::on(name, "form.required"))?;
        let bytes = file.bytes(most).map_err(|error| match error.kind() {
            std::io::ErrorKind::FileTooLarge => {
                Refusal::on(name, "file.too-large").arg("name", file.name()).arg("megabytes", most / 1024 / 1024)
            }
            _ => Refusal::on(name, "file.not-kept").arg("name", file.name()),
        })?;
        Ok((file.name(), bytes))
    }
}

impl FromRequest<App> for Posted {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self, AppError> {
        let visit = request.extensions().get::<Visit>().cloned().ok_or_else(|| AppError::Internal("no visit".into()))?;
        let media_type = request.headers().get(CONTENT_TYPE).map_or("", |value| value.to_str().unwrap_or("?")).to_owned();
        let posted = if media_type.starts_with("multipart/form-data") {
            multipart(request, app, &visit).await?
        } else if media_type.starts_with("application/x-www-form-urlencoded") || media_type.is_empty() {
            urlencoded(request.into_body()).await?
        } else {
            return Err(AppError::MediaType);
        };
        let posted = posted.without_nul();
        let token = posted.get(CSRF_FIELD).unwrap_or("");
        if visit.is_own_form(token) { Ok(posted) } else { Err(AppError::Forged) }
    }
}

async fn urlencoded(body: Body) -> Result<Posted, AppError> {
    let bytes = to_bytes(body, FORM_LIMIT).await.map_err(|_| AppError::TooLarge { limit_bytes: FORM_LIMIT as u64 })?;
    let fields = pairs(&bytes).ok_or(AppError::Malformed("form"))?;
    Ok(Posted { fields, files: Vec::new() })
}

/// Pairs in their order; text that is not UTF-8 is refused rather than guessed.
fn pairs(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let decode = |part: &str| percent_decode_str(&part.replace('+', " ")).decode_utf8().ok().map(Cow::into_owned);
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| Some((decode(name)?, decode(value)?)))
        .collect()
}

/// Fields in memory, files on the disk: a file of fifty megabytes takes no more memory than one piece of it.
async fn multipart(mut request: Request, app: &App, visit: &Visit) -> Result<Posted, AppError> {
    let limit_bytes = app.config().max_upload_bytes + MULTIPART_SLACK;
    // Counted below against our own limit; axum's would be two megabytes.
    DefaultBodyLimit::disable().apply(&mut request);
    let too_large = || AppError::TooLarge { limit_bytes: app.config().max_upload_bytes };
    let mut parts = Multipart::from_request(request, app).await.map_err(|_| AppError::Malformed("multipart"))?;
    let mut posted = Posted::default();
    let (mut total, mut texts, mut count) = (0_u64, 0_u64, 0_usize);
    while let Some(mut part) = parts.next_field().await.map_err(|_| AppError::Malformed("multipart"))? {
        count += 1;
        if count > MAX_PARTS {
            return Err(AppError::Malformed("too many parts"));
        }
        let field = part.name().unwrap_or("").to_owned();
        let mut file = None;
        if let Some(name) = part.file_name() {
            // Our forms begin with the token: a stranger's file is not even written.
            if !visit.is_own_form(posted.get(CSRF_FIELD).unwrap_or("")) {
                return Err(AppError::Forged);
            }
            let most = if posted.files.len() < MOST_FILES { app.config().max_upload_bytes } else { 0 };
            file = Some((name.to_owned(), app.blobs().receive(most)));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|_| AppError::Malformed("multipart"))? {
            total += chunk.len() as u64;
            if total > limit_bytes {
                return Err(too_large());
            }
            match &mut file {
                Some((_, receiving)) => receiving.take(&chunk).await,
                None => {
                    texts += chunk.len() as u64;
                    if texts > MULTIPART_SLACK {
                        return Err(too_large());
                    }
                    bytes.extend_from_slice(&chunk);
                }
            }
        }
        match file {
            Some((name, receiving)) => posted.files.push(Upload { field, file: receiving.finish(&name).await }),
            None => posted.fields.push((field, String::from_utf8(bytes).map_err(|_| AppError::Malformed("text is not UTF-8"))?)),
        }
    }
    Ok(posted)
}

/// Reads fields into types and collects what is wrong. Every getter gives `None` after it noted a fault.
#[derive(Debug)]
pub struct Fields<'a> {
    posted: &'a Posted,
    violations: Violations,
}

impl<'a> Fields<'a> {
    #[must_use]
    pub fn new(posted: &'a Posted) -> Self {
        Self { posted, violations: Violations::default() }
    }

    fn raw(&self, name: &str) -> &'a str {
        self.posted.get(name).unwrap_or("").trim()
    }

    /// A fault that the form itself found.
    pub fn refuse(&mut self, refusal: Refusal) {
        self.violations.push(refusal);
    }

    fn bounded(&mut self, name: &'static str, value: String, least: usize, most: usize) -> Option<String> {
        let length = value.chars().count();
        if length < least {
            self.refuse(Refusal::on(name, "form.required"));
            None
        } else if length > most {
            self.refuse(Refusal::on(name, "form.too-long").arg("most", most).arg("length", length));
            None
        } else {
            Some(value)
        }
    }

    /// One line of at most `most` characters; required.
    pub fn line(&mut self, name: &'static str, most: usize) -> Option<String> {
        self.bounded(name, text::clean_line(self.raw(name)), 1, most)
    }

    /// One line that may be empty.
    pub fn optional_line(&mut self, name: &'static str, most: usize) -> Option<String> {
        self.bounded(name, text::clean_line(self.raw(name)), 0, most)
    }

    /// Several lines; required.
    pub fn text(&mut self, name: &'static str, most: usize) -> Option<String> {
        self.bounded(name, text::clean(self.raw(name)), 1, most)
    }

    /// Several lines that may be empty.
    pub fn optional_text(&mut self, name: &'static str, most: usize) -> Option<String> {
        self.bounded(name, text::clean(self.raw(name)), 0, most)
    }

    /// A value that `parse` understands; required.
    fn parsed<T>(&mut self, name: &'static str, code: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let raw = self.raw(name);
        let code = if raw.is_empty() { "form.required" } else { code };
        let value = if raw.is_empty() { None } else { parse(raw) };
        if value.is_none() {
            self.refuse(Refusal::on(name, code));
        }
        value
    }

    /// As [`Self::parsed`], but nothing typed is `Some(None)`.
    fn optional<T>(
        &mut self,
        name: &'static str,
        code: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.raw(name).is_empty() { Some(None) } else { self.parsed(name, code, parse).map(Some) }
    }

    /// A date typed as 28/8/2025 (or 2025-08-28).
    pub fn date(&mut self, name: &'static str) -> Option<NaiveDate> {
        self.parsed(name, "form.date", parse_date)
    }

    pub fn optional_date(&mut self, name: &'static str) -> Option<Option<NaiveDate>> {
        self.optional(name, "form.date", parse_date)
    }

    /// A time typed as 8:30, 08:30 or 8h30.
    pub fn time(&mut self, name: &'static str) -> Option<NaiveTime> {
        self.parsed(name, "form.time", parse_time)
    }

    /// As [`Self::time`]; it may be left empty.
    pub fn optional_time(&mut self, name: &'static str) -> Option<Option<NaiveTime>> {
        self.optional(name, "form.time", parse_time)
    }

    /// A whole number within `range`.
    pub fn integer(&mut self, name: &'static str, range: std::ops::RangeInclusive<i32>) -> Option<i32> {
        let (least, most) = range.into_inner();
        let number = self.parsed(name, "form.number", |raw| raw.replace(['.', ' '], "").parse::<i32>().ok())?;
        if (least..=most).contains(&number) {
            return Some(number);
        }
        self.refuse(Refusal::on(name, "form.range").arg("least", least).arg("most", most));
        None
    }

    /// As [`Self::integer`]; it may be left empty.
    pub fn optional_integer(&mut self, name: &'static str, range: std::ops::RangeInclusive<i32>) -> Option<Option<i32>> {
        if self.raw(name).is_empty() { Some(None) } else { self.integer(name, range).map(Some) }
    }

    /// A word of an alphabet, an id, anything with a parse.
    pub fn word<T: FromStr>(&mut self, name: &'static str) -> Option<T> {
        self.parsed(name, "form.choice", |raw| raw.parse().ok())
    }

    pub fn optional_word<T: FromStr>(&mut self, name: &'static str) -> Option<Option<T>> {
        self.optional(name, "form.choice", |raw| raw.parse().ok())
    }

    /// All ticked values of a list; none ticked is an empty list.
    pub fn words<T: FromStr>(&mut self, name: &'static str) -> Option<Vec<T>> {
        // Ticked twice is ticked.
        let mut seen = std::collections::HashSet::new();
        let ticked = self.posted.all(name).filter(|raw| !raw.is_empty() && seen.insert(*raw));
        let values: Option<Vec<T>> = ticked.map(|raw| raw.parse().ok()).collect();
        if values.is_none() {
            self.refuse(Refusal::on(name, "form.choice"));
        }
        values
    }

    /// Whether a single checkbox is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    /// The version of the row that the form was made from. Nobody types it: a wrong one concerns no field that is seen.
    pub fn version(&mut self) -> Option<i32> {
        let version = self.raw("version").parse().ok();
        if version.is_none() {
            self.refuse(Refusal::new("form.incomplete"));
        }
        version
    }

    /// The input, if nothing was wrong.
    ///
    /// # Errors
    /// All faults found.
    pub fn finish<T>(self, build: impl FnOnce() -> Option<T>) -> Result<T, Violations> {
        match build() {
            Some(input) if self.violations.is_empty() => Ok(input),
            _ if self.violations.is_empty() => Err(Refusal::new("form.incomplete").into()),
            _ => Err(self.violations),
        }
    }
}

/// A date as people type it.
#[must_use]
pub fn parse_date(raw: &str) -> Option<NaiveDate> {
    let date =
        ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"].iter().find_map(|format| NaiveDate::parse_from_str(raw, format).ok())?;
    (1900..=2199).contains(&chrono::Datelike::year(&date)).then_some(date)
}

/// A time as people type it.
#[must_use]
pub fn parse_time(raw: &str) -> Option<NaiveTime> {
    let unified = raw.replace(['h', 'H', 'g', 'G'], ":");
    let full = if unified.ends_with(':') { format!("{unified}00") } else { unified };
    NaiveTime::parse_from_str(&full, "%H:%M").ok()
}

/// A form as the templates show it: values typed or stored, faults beside the fields and in the summary.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FormState {
    pub values: Map<String, Value>,
    pub errors: Map<String, Value>,
    pub summary: Vec<Value>,
}

impl FormState {
    /// What is wrong with the field, in the reader's words; empty when nothing is.
    #[must_use]
    pub fn error(&self, field: &str) -> &str {
        self.errors.get(field).and_then(Value::as_str).unwrap_or("")
    }

    /// A fresh form with these values.
    #[must_use]
    pub fn with(values: Value) -> Self {
        let values = if let Value::Object(values) = values { values } else { Map::new() };
        Self { values, ..Self::default() }
    }

    /// The refused form with everything that was typed. What is wrong in a row of a table stands under the field's name with
    /// the row: `on-3`.
    #[must_use]
    pub fn refused(posted: &Posted, violations: &Violations, locale: Locale) -> Self {
        let mut state = Self::default();
        for (name, value) in posted.fields.iter().filter(|(name, _)| name != CSRF_FIELD && name != "password") {
            match state.values.get_mut(name) {
                None => drop(state.values.insert(name.clone(), json!(value))),
                Some(Value::Array(values)) => values.push(json!(value)),
                Some(single) => *single = json!([single.take(), value]),
            }
        }
        for refusal in &violations.0 {
            let text = refusal_text(locale, refusal);
            let field = match (refusal.field, refusal.row) {
                (Some(field), Some(row)) => format!("{field}-{row}"),
                (field, _) => field.unwrap_or("").to_owned(),
            };
            if !field.is_empty() && !state.errors.contains_key(&field) {
                state.errors.insert(field.clone(), json!(text));
            }
            state.summary.push(json!({ "field": field, "text": text }));
        }
        state
    }
}

/// The catalogue's words for a refusal.
#[must_use]
pub fn refusal_text(locale: Locale, refusal: &Refusal) -> String {
    let args = refusal.args.iter().map(|(name, value)| (*name, value.clone())).collect();
    fault_text(locale, refusal.code, refusal.field, args)
}

/// The same for a refusal that was kept, of which only the parts are there.
#[must_use]
pub fn fault_text(locale: Locale, code: &str, field: Option<&str>, mut args: Vec<(&str, String)>) -> String {
    if let Some(field) = field {
        let key = format!("field-{field}");
        let name = if i18n::has(locale, &key) { i18n::text(locale, &key, &[]) } else { String::new() };
        args.push(("field", name));
    }
    i18n::text(locale, &format!("refusal-{}", code.replace('.', "-")), &args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_read_as_people_type_them() {
        let day = NaiveDate::from_ymd_opt(2025, 8, 28);
        assert_eq!(parse_date("28/8/2025"), day);
        assert_eq!(parse_date("2025-08-28"), day);
        assert_eq!(parse_date("31/2/2025"), None);
        assert_eq!(parse_date("28/8/25"), None);
        assert_eq!(parse_time("8h30"), NaiveTime::from_hms_opt(8, 30, 0));
        assert_eq!(parse_time("8h"), NaiveTime::from_hms_opt(8, 0, 0));
        assert_eq!(parse_time("25:00"), None);
    }

    #[test]
    fn every_fault_is_collected_and_the_typed_text_is_kept() {
        let posted = Posted::of(&[("title", " "), ("on", "mai"), ("people", "9999"), ("pick", "a"), ("pick", "b")]);
        let mut fields = Fields::new(&posted);
        let (title, on, people) = (fields.line("title", 10), fields.date("on"), fields.integer("people", 0..=100));
        let refused = fields.finish(|| Some((title?, on?, people?))).unwrap_err();
        let codes: Vec<_> = refused.0.iter().map(|r| (r.field, r.code)).collect();
        assert_eq!(codes, [(Some("title"), "form.required"), (Some("on"), "form.date"), (Some("people"), "form.range")]);
        let state = FormState::refused(&posted, &refused, Locale::Vi);
        assert_eq!(state.values["on"], "mai");
        assert_eq!(state.values["pick"], json!(["a", "b"]));
        assert_eq!(state.summary.len(), 3);
    }

    #[test]
    fn a_fault_in_a_row_of_a_table_belongs_to_the_field_of_that_row() {
        let wrong = |row| Refusal::on("on", "plan.line-date").in_row(row);
        let refused = Violations(vec![wrong(2), wrong(5)]);
        let state = FormState::refused(&Posted::default(), &refused, Locale::Vi);
        assert_eq!(state.error("on-2"), "Dòng 2: ngày không đúng, hãy nhập dạng 28/08/2026");
        assert_eq!((state.error("on"), state.error("on-3")), ("", ""));
        assert_eq!(state.summary[1]["field"], "on-5");
    }

    #[test]
    fn urlencoded_pairs_keep_vietnamese_and_refuse_broken_text() {
        assert_eq!(
            pairs(b"a=%C4%90%C6%B0%E1%BB%9Dng+ph%E1%BB%91&b").unwrap(),
            [("a".into(), "Đường phố".into()), ("b".into(), String::new())]
        );
        assert_eq!(pairs(b"a=%FF"), None);
    }
}
