# Sessions.

sessions-title = Dialogue sessions and receptions
sessions-empty = No sessions yet
sessions-empty-text = Sessions of the year plan and ad-hoc ones appear here.
session-new = Add a session
session-edit = Change the session
session-announce = Announce the session
session-move = Move
session-move-lead = Everybody who received the date is told. Number and code stay.
session-cancel = Cancel the session
session-cancel-lead = A cancelled session stays in calendars as cancelled and everybody is told. Its number is not used again.
session-number = no. { $number }
session-cancelled-because = Cancelled because: { $reason }
session-dates = Dates
dates-paper-title = How the dates were counted
dates-paper-print = Print how the dates were counted
session-dates-lead = Counted from the day of the session by the rules in force; open "How it was counted" to see every day.
date-practice = by habit, not by rule
date-receipt = How it was counted
history = History
filter-state = State
filter-year = Year
column-day = Day
column-session = Session
column-place = Place
column-state = State
receipt-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
receipt-day-zero = the day of the event, not counted
receipt-rolled-over = the deadline does not end on a day off
receipt-not-allowed = the deadline may not end on this day
receipt-rolled-to = the last day after moving
column-counted = Counted
column-why = Why

state-session-planned = Planned
state-session-announced = Announced
state-session-in-session = In session
state-session-held = Held, minutes to be signed
state-session-closed = Closed
state-session-cancelled = Cancelled
session-kind-periodic = Periodic
session-kind-ad-hoc = Ad hoc
session-kind-thematic = Thematic
session-kind-higher-level-at-grassroots = Higher level at the grassroots
session-kind-consultative = Consultative
session-kind-affected-party = With affected parties
session-kind-cluster = By village cluster
session-kind-reception = Reception day
session-form-in-person = in person
session-form-online = online
session-form-hybrid = in person and online
trigger-voter-share = At least 10 % of the voters ask
trigger-many-people = Many people ask
trigger-prolonged-matter = A pressing, complex, prolonged matter
trigger-several-agencies = Several agencies are concerned
trigger-serious-consequences = It may have serious consequences
trigger-need = When judged necessary

date-kind-intake-opens = Intake opens
date-kind-intake-closes = Intake closes
date-kind-synthesis = Synthesis finished
date-kind-invitation = Invitations sent
date-kind-public-notice = Public notice
date-kind-citizen-registration = Registration closes
date-kind-answers = Answers prepared
date-kind-cancel-notice = Last day to announce a cancellation
date-kind-conclusion-notice = Conclusion notice
date-kind-publication = Results published
date-kind-report = Report on the session
counted-before-working = { $days ->
    [one] { $days } working day before the session
   *[other] { $days } working days before the session
}
counted-after-working = { $days ->
    [one] { $days } working day after the session
   *[other] { $days } working days after the session
}
counted-before-calendar = { $days ->
    [one] { $days } day before the session
   *[other] { $days } days before the session
}
counted-after-calendar = { $days ->
    [one] { $days } day after the session
   *[other] { $days } days after the session
}
counted-before-hours = { $days ->
    [one] { $days } working hour before the session
   *[other] { $days } working hours before the session
}
counted-after-hours = { $days ->
    [one] { $days } working hour after the session
   *[other] { $days } working hours after the session
}
day-kind-working = working day
day-kind-weekend = weekend
day-kind-holiday = public holiday
day-kind-day-in-lieu = day off in lieu
day-kind-working-saturday = compensatory working day
day-kind-local = local day off
day-kind-half-day = worked in the morning

field-kind = Kind
field-title = Title
field-counterpart = With whom
field-on = Day
field-starts = Begins at
field-ends = Ends at
field-starts-at = Beginning
field-ends-at = End
field-form = Form
field-place = Place
field-attend-how = How to take part
field-triggers = Ground of an ad-hoc session
field-reason = Reason
hint-counterpart = For example: the people of the ward, women, farmers
hint-attend-how = Where and with whom to register; the link if it is online
hint-triggers = Only for an ad-hoc session
hint-reason = Only for an ad-hoc session

event-session-planned = Planned
event-session-described = Changed
event-session-announced = Announced
event-session-moved = Moved
event-session-cancelled = Cancelled
event-session-began = Opened
event-session-held = Ended
event-session-closed = Closed, minutes locked

flash-session-planned = The session was added.
flash-session-saved = The session was saved.
flash-session-announced = The session is announced.
flash-session-moved = The session was moved. Everybody is being told.
flash-session-cancelled = The session was cancelled. Everybody is being told.

refusal-session-wrong-state = Not possible in the session's present state
refusal-session-in-the-past = This time has passed; choose another
refusal-session-move-instead = The session is announced: change day, time or place under "Move", so that everybody is told
refusal-session-place-missing = Enter the place before you announce it
refusal-session-ends-before-start = The end must come after the beginning
refusal-session-too-long = A session cannot last more than { $hours } hours
refusal-session-too-early = A session can be opened one day before its announced time at the earliest
refusal-session-trigger-missing = An ad-hoc session needs at least one ground

notice-session-announced = Dialogue session announced: { $title }
notice-session-moved = Dialogue session moved: { $title }
notice-session-cancelled = Dialogue session cancelled: { $title }

session-make-up = Make up for it
session-made-up-by = Made up for by:
session-makes-up = Makes up for the cancelled session:
session-occasion-moved = The occasion from which this session is counted has moved to { $day }. Does the session move, or stay?
session-occasion-gone = The occasion from which this session is counted was called off. Does the session stay, or is it cancelled?
session-move-to = Move to { $day }
session-keep = Keep the day
event-session-kept = Day kept although its occasion changed
flash-session-kept = Noted: the day stays.
refusal-session-not-cancelled = Only a cancelled session is made up for
refusal-session-made-up = Another session makes up for this one already
notice-title = Public notice
notice-draft = Not announced yet: this is a draft to look at.
notice-text = Text for copying
notice-text-hint = For the loudspeaker, web pages and messages. It is made of what is known of the session; to change it, change the session.
notice-kind-held = Notice of a session
notice-kind-changed = Notice of a change
notice-kind-cancelled = Notice of cancellation
cancel-time-working = { $left } working days are left; the rules ask for notice of at least { $least } working days.
cancel-time-calendar = { $left } days are left; the rules ask for notice of at least { $least } days.
cancel-time-hours = { $left } working days are left; the rules ask for notice of at least { $least } working hours.
cancel-time-late = The last day of such a notice was { $day }: it can still be cancelled, but say clearly why.
cancel-time-fine = Last day of notice: { $day }.
cancel-time-none = The rules in force name no time for the notice of cancelling. Tell the people as early as you can.
delegation-warning = { $head } ({ $title }) does not lead; { $instead } does instead. The rules allow no delegate, and a session that somebody else leads does not count for the head.
session-copy = Make a session from this one
session-copy-lead = Choose what the new session takes over. Issues, minutes, number and code are not copied.
session-copies-people = The attendance list of the former session is copied; everybody is invited.
copy-part-text = Title, people, way of attending
copy-part-place = Place
copy-part-people = Attendance list
field-part = Take over
go-on = Continue
event-attendance-copied = Attendance list copied from a former session

templates-title = Session templates
templates-lead = Sessions that repeat in the same way are described once: title, place, hour, participants, agenda outline. Choose a template when you add a session or a series.
templates-empty = No template yet
templates-empty-text = Press "Add template", or open a session and press "Save as template".
template-new = Add template
template-edit = Change template
template-name = Name of the template
template-what = Comes along
template-use = Use template
template-pick = Fill in from a template
template-part = Part
template-not-asked = Not invited
template-from = Taken from the session:
template-of-session = Save as template
template-remove = Delete template
template-remove-lead = Sessions and series made from this template stay as they are.
template-guests = { $count ->
    [one] { $count } body
   *[other] { $count } bodies
}
template-sections = { $count ->
    [one] { $count } agenda section
   *[other] { $count } agenda sections
}
template-guests-lead = Whoever heads the body on the day is put on the attendance list. Choose "Co-chair" for a body that convenes the session together with yours.
template-sections-lead = Sections of your own, besides opening, earlier results, synthesis, each issue and conclusion. Empty rows do not count.
template-brings = Comes with the template "{ $name }"
template-brings-hint = Added when you save; it can still be changed in the attendance list and the agenda.
template-brings-guests = { $count ->
    [one] Invite { $count } body
   *[other] Invite { $count } bodies
}
template-brings-sections = { $count ->
    [one] Agenda outline of { $count } section
   *[other] Agenda outline of { $count } sections
}
section-place-before = Before the issues
section-place-after = After the issues
field-guests = Participants
field-sections = Agenda outline
field-section = Section
field-section-place = Place
hint-template-name = For example: Quarterly dialogue with the people
hint-template-title = The words { $words } are replaced by the day of the session
event-template-added = Template added
event-template-changed = Template changed
event-template-removed = Template deleted
flash-template-added = The template is saved.
flash-template-changed = The template is changed.
flash-template-removed = The template is deleted.
refusal-template-name-taken = Your unit already has a template of this name
refusal-template-placeholder = There is no word "{ $word }"; only { $known } can be used
refusal-template-past-midnight = A session must end on its day; shorten it or begin earlier
refusal-template-two-chairs = Only one body chairs; choose "Co-chair" for the others
refusal-template-too-long = The sections take { $planned } minutes, more than the { $minutes } minutes of the session
refusal-template-part = Row { $row }: this part is not in the list
refusal-template-section-title = Row { $row }: the section has no name
refusal-template-section-long = Row { $row }: the name is longer than { $most } characters
refusal-template-section-minutes = Row { $row }: minutes must be from 1 to { $most }
refusal-template-section-place = Row { $row }: this place is not in the list
refusal-template-gone = This template has just been deleted. What you filled in is kept; press Save again to save without it
session-copies-agenda = The sections of the former session's agenda are copied; its issues are not.
copy-part-agenda = Agenda outline (without issues)
