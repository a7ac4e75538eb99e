# Collisions of a session's time, and free times.

clashes-title = Collisions
clashes-only-warning = This is a reminder; it can be saved if the unit has arranged it.
clashes-none = No collision that is known
clashes-check = Check for collisions
clash-busy = is busy
clash-people = expected at both: { $names }
clash-and-others = { $names } and { $count ->
    [one] { $count } other
   *[other] { $count } others
}
clash-place = same place
clash-unit = same unit
finder-find = Find a free time
finder-title = Free times that fit
finder-again = Search again
finder-take = Take
finder-none = Nothing is free on these days. Choose more days, a shorter session, or fewer people who must be there.
finder-unknown = No busy calendar, only their sessions are known: { $names }.
finder-period-owed = It is owed from { $from } to { $to }.
finder-period-free = No period is set; searched from { $from } to { $to }.
finder-safe-until = After { $day } there are too few working days left for what is missing.
field-earliest = From
field-latest = Up to
field-lasts = Length
field-needed = Who must be there
offer-working-day = a working day, in office hours
offer-people = { $count ->
    [one] the one person is free
   *[other] all { $count } people are free
}
offer-place = the place is free
offer-notice = in time for the public notice, by { $day }
offer-notice-late = too late for the public notice, which was due by { $day }
offer-in-period = within the period, up to { $day }
offer-safe = on schedule, by { $day }
offer-unsafe = behind schedule, which asks for { $day }
offer-not-alone = the unit has another session that day
refusal-finder-backwards = The last day must come after the first
refusal-finder-too-long = At most { $days } days can be searched at once
clashes-in-series = { $count ->
    [one] { $count } session collides; the series can be saved, but move that session.
   *[other] { $count } sessions collide; the series can be saved, but move those sessions.
}
