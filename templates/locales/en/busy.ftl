# Busy calendars of those who lead.

busy-title = Leaders' busy times
busy-lead = Give the calendars in which work is planned: whoever sets the day of a dialogue or reception is told at once if it collides, and is offered free times.
busy-privacy = Only busy times are kept: from when to when. What it is, where and with whom is not stored. The address is kept secret; nobody can read it again.
busy-empty = No busy calendar yet
busy-empty-text = Add a leader's calendar by its address or as an .ics file.
busy-nobody = No calendar can be added: nobody heads a body of this unit yet.
busy-new = Add a calendar
busy-add = Add the calendar
busy-whose = Whose calendar
busy-column-person = Leader
busy-column-source = Source
busy-source-address = Address, kept up to date
busy-source-file = .ics file, read once
busy-state-read = Up to date
busy-state-file = File read
busy-state-waiting = Waits for its first reading
busy-state-failing = Cannot be read
busy-read = Read at { $at }; { $count ->
    [one] { $count } busy time ahead
   *[other] { $count } busy times ahead
}, up to { $until }
busy-failing = Since { $since }: { $why }
busy-next-try = What was read stays; next try at { $at }
busy-unread = { $count ->
    [one] { $count } event has a time or repetition that cannot be read and does not count
   *[other] { $count } events have a time or repetition that cannot be read and do not count
}
busy-again = Read again now
busy-problem-address = the address cannot be used
busy-problem-private = the address leads into a private network, which is not allowed
busy-problem-unreachable = the calendar's server cannot be reached
busy-problem-too-slow = the calendar's server answers too slowly
busy-problem-redirects = the calendar's server redirects too often
busy-problem-closed = the server asks for a sign-in; take the calendar's secret address
busy-problem-gone = the server no longer has this calendar; take a new address
busy-problem-server = the calendar's server reports a fault
busy-problem-too-large = the calendar is larger than 2 MB
busy-problem-no-calendar = what came is no calendar (.ics)
busy-problem-too-much = the calendar has too many events
busy-how = Where to find the address
busy-how-google = On a computer, open Google Calendar, the calendar's settings, "Integrate calendar", copy "Secret address in iCal format".
busy-how-outlook = Settings, "Shared calendars", "Publish a calendar", choose "Can view when I'm busy", copy the ICS link.
busy-how-apple = Share the calendar, switch on "Public Calendar", copy the link; or export the calendar as an .ics file.
field-way = How it comes
field-address = Calendar address
field-ics = Calendar file (.ics)
hint-busy-address = Begins with https:// or webcal://. It is read about every 2 hours.
hint-busy-file = At most 2 MB. A new file takes the place of the person's old one.
flash-busy-added = The calendar was added. An address is read within a minute.
flash-busy-removed = The calendar and all busy times taken from it were removed.
flash-busy-again = The calendar will be read again within a minute.
refusal-busy-address = This is no calendar address; paste all of it, beginning with https:// or webcal://
refusal-busy-not-https = Only addresses that begin with https:// are taken, so that nobody reads the calendar on its way
refusal-busy-password-in-address = The address may not hold a login or password; use the calendar's secret address
refusal-busy-known-already = This person has a calendar with this address already
refusal-busy-too-many = A person has at most { $most } calendars; remove one that is not needed
refusal-busy-no-leader = Busy times are kept only of those who head a body of the unit
refusal-busy-is-file = This calendar is a file and cannot be read again; send a new one
refusal-busy-file-too-large = The file is larger than 2 MB or has too many lines
refusal-busy-file-too-much = The file has too many events
refusal-busy-file-no-calendar = This file is no calendar (.ics) or is damaged
event-busy-added = Busy calendar added
event-busy-removed = Busy calendar removed
event-busy-asked-again = Busy calendar to be read again
job-name-busy-calendars = Read the busy calendars of leaders
