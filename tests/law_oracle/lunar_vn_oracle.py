"""A second oracle for lunar dates: the package `lunar-vn` (Hồ Ngọc Đức's sums, short series) for every day that it covers.

Usage: python lunar_vn_oracle.py FIRST LAST

Writes a line a day, as `doithoai lunar --batch` answers: day/month/year, and "leap" for the second month of a number.
"""

import sys
from datetime import date, timedelta

from lunar_vn import solar_to_lunar

day, last = map(date.fromisoformat, sys.argv[1:3])
while day <= last:
    lunar = solar_to_lunar(day)
    print(f"{lunar.day}/{lunar.month}/{lunar.year}{' leap' if lunar.leap else ''}")
    day += timedelta(days=1)
