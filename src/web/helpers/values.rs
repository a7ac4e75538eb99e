//! Helpers that give texts, dates and numbers. Pure; they write nothing themselves.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use handlebars::RenderError;
use serde_json::Value;

use super::call::{Call, shown};
use crate::i18n::{self, Locale, format};
use crate::kernel::clock;
use crate::web::assets;

/// A number as people write it; ready text stays as it is.
pub(super) fn figure(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    if call.param(0)?.is_number() { call.number(|l, n| format::number(l, n, 2)) } else { Ok(call.text(0)?.into()) }
}

pub(super) fn t(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let mut args = Vec::new();
    for (name, value) in call.helper.hash() {
        if value.is_value_missing() {
            return Err(call.fault(&format!("argument {name} has no value")));
        }
        args.push((*name, shown(value.value())));
    }
    Ok(i18n::text(call.locale(), &call.text(0)?, &args).into())
}

pub(super) fn concat(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let parts: Result<Vec<_>, _> = (0..call.helper.params().len()).map(|at| call.text(at)).collect();
    Ok(parts?.concat().into())
}

/// The first parameter that is there and not empty: for hash parameters of partials that may be left out.
pub(super) fn default(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let given = (0..call.helper.params().len()).map(|at| call.optional(at)).find(|v| !shown(v).is_empty());
    Ok(given.cloned().unwrap_or_default())
}

/// What a date or time in a view can be: chrono's serialised forms.
pub(super) enum Moment {
    Day(NaiveDate),
    Hour(NaiveTime),
    Wall(NaiveDateTime),
    Instant(DateTime<Utc>),
}

impl Moment {
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Ok(day) = text.parse() {
            return Some(Self::Day(day));
        }
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Some(Self::Instant(at.with_timezone(&Utc)));
        }
        if let Ok(wall) = text.parse() {
            return Some(Self::Wall(wall));
        }
        let hour = text.parse().or_else(|_| NaiveTime::parse_from_str(text, "%H:%M"));
        hour.ok().map(Self::Hour)
    }

    pub(super) fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Wall(wall) => Some(wall.date()),
            Self::Instant(at) => Some(clock::local_date(*at)),
            Self::Hour(_) => None,
        }
    }

    pub(super) fn hour(&self) -> Option<NaiveTime> {
        match self {
            Self::Hour(hour) => Some(*hour),
            Self::Wall(wall) => Some(wall.time()),
            Self::Instant(at) => Some(clock::local(*at).time()),
            Self::Day(_) => None,
        }
    }
}

pub(super) fn datetime(locale: Locale, moment: &Moment) -> Option<String> {
    match moment {
        Moment::Instant(at) => Some(format::datetime(locale, *at)),
        Moment::Wall(wall) => Some(format::datetime(locale, clock::instant(*wall))),
        Moment::Day(_) | Moment::Hour(_) => None,
    }
}

pub(super) fn asset(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let name = call.text(0)?;
    assets::address(&name).map(Value::from).ok_or_else(|| call.fault(&format!("no file {name:?}")))
}
