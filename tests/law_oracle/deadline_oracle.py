"""Independent oracle for deadlines: the working days of python `holidays`, corrected by hand where notices say otherwise,
and a count that writes days down one by one.

Usage: python deadline_oracle.py FOLDER COUNT SEED

Writes FOLDER/queries.txt and FOLDER/expected.txt (line by line the questions of `doithoai deadline --batch` and the answers)
and prints one JSON object: the days on which `holidays` and the hand-written list differ. It shares no code, formula or data
with the Rust side: `holidays` keeps its own table of Tết and Giỗ Tổ.
"""

import bisect
import json
import random
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import holidays

FIRST, LAST = date(2019, 1, 1), date(2030, 12, 31)
DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)

# What the notices of the years said, written down by hand from the press, apart from the program's own table.
# 2021: Tết 10 to 16 February, 2 to 5 September (sggpnews.org.vn 89687). 2024 and 2025: generally known swaps.
# 2026: vietnamnews.vn 1732658 and 1727514, thanhnien.vn 185260223083506397.
OFF = """
2021-02-10 2021-02-11 2021-02-12 2021-02-15 2021-02-16 2021-09-02 2021-09-03
2019-04-15 2022-04-11 2023-05-01 2023-05-02 2023-05-03
2024-04-29 2024-04-30 2024-05-01
2025-04-07 2025-04-30 2025-05-01 2025-05-02
2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-27 2026-04-30 2026-05-01
2026-08-31 2026-09-01 2026-09-02
""".split()
WORKED = "2024-05-04 2025-04-26 2026-01-10 2026-08-22".split()

# 24 November is a day off only once the Labour Code names it (its Article 112 lists eleven days; resolution 80-NQ/TW asks for
# an amendment whose result is not known); `holidays` takes it for granted from 2026, with a day in lieu at weekends.
CULTURE = "Văn hóa"


def working_days():
    """Every working day of the years around, and where `holidays` says otherwise."""
    known = holidays.country_holidays("VN", years=range(FIRST.year - 1, LAST.year + 3), language="vi")
    off, worked = {date.fromisoformat(d) for d in OFF}, {date.fromisoformat(d) for d in WORKED}
    days, differences = [], []
    day = FIRST
    while day <= LAST:
        theirs = known.is_working_day(day)
        ours = theirs
        if day.weekday() < 5 and CULTURE in known.get(day, ""):
            ours = True
        if day in off:
            ours = False
        if day in worked:
            ours = True
        if ours:
            days.append(day)
        if ours != theirs:
            differences.append(day.isoformat())
        day += DAY
    return days, differences


def count_days(is_counted, is_working, start, amount, roll):
    step = DAY if amount >= 0 else -DAY
    day, left = start, abs(amount)
    while left:
        day += step
        if not FIRST <= day <= LAST:
            return None
        left -= is_counted(day)
    while roll != "none" and FIRST <= day <= LAST and not is_working(day):
        day += DAY if roll == "next" else -DAY
    return day if FIRST <= day <= LAST else None


def quarters(days):
    """The beginning of every worked quarter of an hour: 7:30 to 11:30 and 13:00 to 17:00."""
    found = []
    for day in days:
        for begins, ends in (((7, 30), (11, 30)), ((13, 0), (17, 0))):
            at = datetime(day.year, day.month, day.day, *begins)
            while at < datetime(day.year, day.month, day.day, *ends):
                found.append(at)
                at += QUARTER
    return found


def count_hours(worked, start, amount):
    at = bisect.bisect_left(worked, start) + (amount * 4 - 1 if amount > 0 else amount * 4)
    if not 0 <= at < len(worked):
        return None
    return worked[at] + (QUARTER if amount > 0 else timedelta())


def question(chance, is_working, worked):
    start = FIRST + DAY * chance.randrange((LAST - FIRST).days + 1)
    unit = chance.choices(["working", "calendar", "hours"], [45, 45, 10])[0]
    amount = chance.randint(-40, 60) if chance.random() < 0.8 else chance.randint(-260, 260)
    roll = chance.choice(["none", "next", "previous"])
    if unit == "hours":
        amount = amount or 1
        moment = datetime(start.year, start.month, start.day) + QUARTER * chance.randrange(96)
        end = count_hours(worked, moment, amount)
        return f"{moment:%Y-%m-%dT%H:%M} {amount} hours --roll {roll}", end and f"{end:%Y-%m-%dT%H:%M}"
    is_counted = is_working if unit == "working" else lambda day: True
    end = count_days(is_counted, is_working, start, amount, roll)
    return f"{start} {amount} {unit} --roll {roll}", end and end.isoformat()


def main():
    folder, wanted, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    days, differences = working_days()
    is_working, worked = frozenset(days).__contains__, quarters(days)
    queries, expected = [], []
    while len(queries) < wanted:
        asked, answer = question(chance, is_working, worked)
        if answer:
            queries.append(asked)
            expected.append(answer)
    (folder / "queries.txt").write_text("\n".join(queries) + "\n")
    (folder / "expected.txt").write_text("\n".join(expected) + "\n")
    print(json.dumps({"differences": differences}))


main()
