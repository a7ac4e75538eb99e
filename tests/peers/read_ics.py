"""Reads a calendar with two foreign parsers, icalendar and vobject, and prints what each understood as JSON.

Usage: read_ics.py FILE. Exit 1, with the reason on standard error, at the first error or warning of either.
Its sister read_ics.mjs prints the same shape for ical.js, so that one test can compare all three.
"""

import json
import sys
import warnings
from datetime import date, datetime

import icalendar
import vobject


def moment(value):
    """A time with its offset, or a bare date; a time without a zone is an error, for our feeds always name one."""
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise ValueError(f"time without a zone: {value}")
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return None


def rule(value):
    """A recurrence rule with its parts sorted, since each parser has an order of its own."""
    return ";".join(sorted(value.split(";"))) if value else None


def with_icalendar(data):
    calendar = icalendar.Calendar.from_ical(data)
    for component in calendar.walk():
        if component.errors:
            raise ValueError(f"icalendar: {component.name}: {component.errors}")
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    if missing := calendar.get_missing_tzids():
        raise ValueError(f"icalendar: TZID without VTIMEZONE: {missing} (known: {zones})")

    def text(component, name):
        value = component.get(name)
        return None if value is None else str(value)

    def event(component):
        exdates = component.get("EXDATE", [])
        exdates = exdates if isinstance(exdates, list) else [exdates]
        categories = component.get("CATEGORIES")
        organizer = component.get("ORGANIZER")
        return {
            "uid": text(component, "UID"),
            "summary": text(component, "SUMMARY"),
            "description": text(component, "DESCRIPTION"),
            "location": text(component, "LOCATION"),
            "url": text(component, "URL"),
            "status": text(component, "STATUS"),
            "transp": text(component, "TRANSP"),
            "sequence": int(component.get("SEQUENCE", 0)),
            "start": moment(component.decoded("DTSTART")),
            "end": moment(component.decoded("DTEND")) if "DTEND" in component else None,
            "recurrence_id": moment(component.decoded("RECURRENCE-ID")) if "RECURRENCE-ID" in component else None,
            "rrule": rule(component["RRULE"].to_ical().decode()) if "RRULE" in component else None,
            "exdates": sorted(moment(slot.dt) for dates in exdates for slot in dates.dts),
            "categories": [str(name) for name in categories.cats] if categories else [],
            "organizer": None if organizer is None else str(organizer.params.get("CN", "")),
            "last_modified": moment(component.decoded("LAST-MODIFIED")) if "LAST-MODIFIED" in component else None,
            "alarms": [part["TRIGGER"].to_ical().decode() for part in component.walk("VALARM")],
        }

    events = [event(component) for component in calendar.walk("VEVENT")]
    return {"name": text(calendar, "NAME"), "events": events}


def with_vobject(data):
    calendars = list(vobject.readComponents(data.decode("utf-8")))
    if len(calendars) != 1:
        raise ValueError(f"vobject: {len(calendars)} calendars")
    calendar = calendars[0]
    calendar.validate(raiseException=True)

    def value(component, name):
        found = component.contents.get(name)
        return found[0].value if found else None

    def event(component):
        organizer = component.contents.get("organizer")
        return {
            "uid": value(component, "uid"),
            "summary": value(component, "summary"),
            "description": value(component, "description"),
            "location": value(component, "location"),
            "url": value(component, "url"),
            "status": value(component, "status"),
            "transp": value(component, "transp"),
            "sequence": int(value(component, "sequence") or 0),
            "start": moment(value(component, "dtstart")),
            "end": moment(value(component, "dtend")),
            "recurrence_id": moment(value(component, "recurrence-id")),
            "rrule": rule(value(component, "rrule")),
            "exdates": sorted(moment(slot) for dates in component.contents.get("exdate", []) for slot in dates.value),
            "categories": [name for names in component.contents.get("categories", []) for name in names.value],
            # vobject leaves RFC 6868 encoded; it is undone here as the RFC says.
            "organizer": organizer and unquote(organizer[0].params.get("CN", [""])[0]),
            "last_modified": moment(value(component, "last-modified")),
            "alarms": [part.trigger.serialize().strip().split(":", 1)[1] for part in component.contents.get("valarm", [])],
        }

    return {"name": value(calendar, "name"), "events": [event(part) for part in calendar.contents.get("vevent", [])]}


def unquote(text):
    decoded = {"^": "^", "'": '"', "n": "\n"}
    out, at = "", 0
    while at < len(text):
        if text[at] == "^" and at + 1 < len(text) and text[at + 1] in decoded:
            out += decoded[text[at + 1]]
            at += 2
        else:
            out += text[at]
            at += 1
    return out


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: read_ics.py FILE")
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    warnings.simplefilter("error")
    try:
        result = {"icalendar": with_icalendar(data), "vobject": with_vobject(data)}
    except Exception as fault:  # whatever a parser raises is the answer that the test wants
        sys.exit(f"{type(fault).__name__}: {fault}")
    json.dump(result, sys.stdout, ensure_ascii=False)


main()
