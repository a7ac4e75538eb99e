"""Reads a CalDAV server as python caldav, vdirsyncer and khal do, and prints what each of them understood as JSON.

usage: read_caldav.py URL LOGIN PASSWORD FOLDER
"""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import caldav
from icalendar import Calendar

url, login, password, folder = sys.argv[1:]
folder = Path(folder)


def told(data):
    """Summary, start and status of every event in a file."""
    return [
        [str(event["SUMMARY"]), event["DTSTART"].dt.isoformat(), str(event.get("STATUS", ""))]
        for event in Calendar.from_ical(data).walk("VEVENT")
    ]


def by_caldav():
    calendars = caldav.DAVClient(url=url, username=login, password=password).principal().calendars()
    answer = {}
    for calendar in calendars:
        events = calendar.events()
        march = calendar.search(start=datetime(2025, 3, 1), end=datetime(2025, 4, 1), event=True)
        first = calendar.objects_by_sync_token()
        again = calendar.objects_by_sync_token(first.sync_token)
        answer[str(calendar.get_display_name())] = {
            "events": sorted(row for event in events for row in told(event.data)),
            "march": sorted(row for event in march for row in told(event.data)),
            "synced": len(list(first)),
            "changed": len(list(again)),
        }
    try:
        calendars[0].save_event(dtstart=datetime(2025, 5, 1, 8), dtend=datetime(2025, 5, 1, 9), summary="không được ghi")
        refused = ""
    except caldav.lib.error.DAVError as error:
        refused = type(error).__name__
    return {"calendars": answer, "refused": refused}


def by_vdirsyncer():
    copy = folder / "copy"
    config = folder / "vdirsyncer.conf"
    config.write_text(
        f"""
[general]
status_path = "{folder}/status/"
[pair ours]
a = "server"
b = "disk"
collections = ["from a"]
conflict_resolution = "a wins"
[storage server]
type = "caldav"
url = "{url}"
username = "{login}"
password = "{password}"
read_only = true
[storage disk]
type = "filesystem"
path = "{copy}"
fileext = ".ics"
"""
    )
    subprocess.run([sys.executable, "-c", "from vdirsyncer.cli import app; app()", "-c", str(config), "discover"], input=b"y\n" * 50, check=True, capture_output=True)
    subprocess.run([sys.executable, "-c", "from vdirsyncer.cli import app; app()", "-c", str(config), "sync"], check=True, capture_output=True)
    files = {part.name: sorted(file.read_bytes().decode() for file in part.glob("*.ics")) for part in copy.iterdir()}
    return {
        "told": {name: sorted(row for data in copies for row in told(data)) for name, copies in files.items()},
        "files": files,
    }


def by_khal():
    config = folder / "khal.conf"
    config.write_text(
        f"""
[calendars]
[[ours]]
path = {folder}/copy/*
type = discover
[locale]
local_timezone = Asia/Ho_Chi_Minh
default_timezone = Asia/Ho_Chi_Minh
timeformat = %H:%M
dateformat = %d/%m/%Y
longdateformat = %d/%m/%Y
datetimeformat = %d/%m/%Y %H:%M
longdatetimeformat = %d/%m/%Y %H:%M
[sqlite]
path = {folder}/khal.db
"""
    )
    run = subprocess.run(
        [sys.executable, "-c", "from khal.cli import main_khal; main_khal()", "-c", str(config), "list", "--format", "{start-time} {title}", "01/03/2025", "90d"],
        check=True,
        capture_output=True,
        text=True,
    )
    return run.stdout.splitlines()


print(json.dumps({"caldav": by_caldav(), "vdirsyncer": by_vdirsyncer(), "khal": by_khal()}, ensure_ascii=False))
