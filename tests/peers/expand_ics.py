"""Prints what a calendar program would show of a calendar, recurrences expanded, as JSON.

Usage: expand_ics.py FILE FROM TO, dates as 2025-01-01. Its sister expand_ics.mjs prints the same shape for two more programs.
"""

import json
import sys
from datetime import date, datetime, timezone

import icalendar
import recurring_ical_events


def moment(value):
    """An instant in UTC, or a bare date."""
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def shown(event):
    return {
        "uid": str(event["UID"]),
        "start": moment(event["DTSTART"].dt),
        "end": moment(event["DTEND"].dt),
        "summary": str(event["SUMMARY"]),
        "location": str(event.get("LOCATION", "")),
        "description": str(event.get("DESCRIPTION", "")),
        "status": str(event.get("STATUS", "")),
    }


file, first, last = sys.argv[1:]
with open(file, "rb") as source:
    calendar = icalendar.Calendar.from_ical(source.read())
events = recurring_ical_events.of(calendar).between(date.fromisoformat(first), date.fromisoformat(last))
json.dump({"recurring-ical-events": [shown(event) for event in events]}, sys.stdout, ensure_ascii=False)
