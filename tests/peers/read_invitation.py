"""Prints what python icalendar understands of an invitation, as JSON. Usage: read_invitation.py FILE"""

import json
import sys
from datetime import timezone

import icalendar


def address(value):
    return {"address": str(value), "params": {name: str(said) for name, said in value.params.items()}}


with open(sys.argv[1], "rb") as source:
    calendar = icalendar.Calendar.from_ical(source.read())
[event] = calendar.walk("VEVENT")
attendees = event.get("ATTENDEE", [])
recurrence = event.get("RECURRENCE-ID")
json.dump(
    {
        "method": str(calendar["METHOD"]),
        "method_in_event": "METHOD" in event,
        "uid": str(event["UID"]),
        "recurrence_id": recurrence.dt.astimezone(timezone.utc).isoformat() if recurrence else None,
        "sequence": int(event["SEQUENCE"]),
        "stamp": event["DTSTAMP"].dt.isoformat(),
        "start": event["DTSTART"].dt.isoformat(),
        "end": event["DTEND"].dt.isoformat(),
        "summary": str(event["SUMMARY"]),
        "location": str(event.get("LOCATION", "")),
        "status": str(event["STATUS"]),
        "organizer": address(event["ORGANIZER"]),
        "attendees": [address(one) for one in (attendees if isinstance(attendees, list) else [attendees])],
    },
    sys.stdout,
    ensure_ascii=False,
)
