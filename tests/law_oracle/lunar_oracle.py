"""Independent oracle for `law::lunar`: lunar months of 1900-2199 at UTC+7 from PyEphem's full theory of sun and moon.

Usage: python3 lunar_oracle.py > lunar_years.csv     (needs: pip install ephem)

One row per lunar year: its number, the date of its first day, its leap month (0 = none) and the lengths of its months.
It shares no code or formula with the Rust side: PyEphem uses VSOP87 and the Moshier moon.
"""

import math
from datetime import date, datetime, timedelta

import ephem

ZONE = timedelta(hours=7)


def local_day(at):
    return (ephem.Date(at).datetime() + ZONE).date()


def sun_longitude(day):
    """Apparent longitude (degrees, equinox of date) at the local midnight that begins `day`."""
    at = datetime(day.year, day.month, day.day) - ZONE
    sun = ephem.Sun(ephem.Date(at))
    return math.degrees(ephem.Ecliptic(ephem.Equatorial(sun.g_ra, sun.g_dec, epoch=ephem.Date(at))).lon) % 360


def new_moons():
    at, found = ephem.Date("1898/11/1"), []
    while at < ephem.Date("2201/4/1"):
        at = ephem.next_new_moon(at)
        found.append(local_day(at))
        at = ephem.Date(at + 20)
    return found


def has_principal_term(first, following):
    return int(sun_longitude(first) // 30) != int(sun_longitude(following) // 30)


def solstice_month(moons, year):
    """Index of the month that holds the winter solstice (270 degrees) of `year`: month 11."""
    day = date(year, 12, 19)
    while not (sun_longitude(day) < 270 <= sun_longitude(day + timedelta(days=1))):
        day += timedelta(days=1)
    return max(i for i, first in enumerate(moons) if first <= day)


def main():
    moons = new_moons()
    eleventh = {y: solstice_month(moons, y) for y in range(1898, 2201)}
    names = {}
    for year in range(1898, 2200):
        start, end = eleventh[year], eleventh[year + 1]
        leap = None
        if end - start == 13:
            leap = next(i for i in range(start + 1, end) if not has_principal_term(moons[i], moons[i + 1]))
        number = 11
        for i in range(start, end):
            if i == leap:
                names[i] = (names[i - 1][0], names[i - 1][1], 1)
                continue
            names[i] = (year if number <= 12 else year + 1, (number - 1) % 12 + 1, 0)
            number += 1
    print("year,first_day,leap_month,month_lengths")
    for year in range(1900, 2200):
        months = sorted(i for i in names if names[i][0] == year)
        leap = next((names[i][1] for i in months if names[i][2]), 0)
        lengths = "".join(str((moons[i + 1] - moons[i]).days - 20) for i in months)
        print(f"{year},{moons[months[0]]},{leap},{lengths.replace('10', 'x')}")


main()
