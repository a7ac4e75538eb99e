"""A year of reception days for every unit of the country, as a program in Python would count it: dateutil for the rule, holidays
for the days off. Prints the seconds of the best of three runs, the number of days and how many moved."""

import time
from datetime import date, timedelta

import holidays
from dateutil.rrule import MONTHLY, rrule
from datetime import datetime

UNITS, YEAR = 3355, 2026


def year(off: holidays.HolidayBase) -> tuple[int, int]:
    days = moved = 0
    rule = rrule(MONTHLY, bymonthday=(5, 20), dtstart=datetime(YEAR, 1, 1, 8), until=datetime(YEAR, 12, 31, 23))
    for slot in rule:
        day = slot.date()
        while day.weekday() > 4 or day in off:
            day += timedelta(days=1)
        days += 1
        moved += day != slot.date()
    return days, moved


def country() -> tuple[float, int, int]:
    begun = time.perf_counter()
    off = holidays.country_holidays("VN", years=YEAR)
    counted = [year(off) for _ in range(UNITS)]
    seconds = time.perf_counter() - begun
    return seconds, sum(days for days, _ in counted), sum(moved for _, moved in counted)


runs = [country() for _ in range(3)]
best = min(runs)
print(f"{best[0]:.3f} {best[1]} {best[2]}")
