# Rule sets, the working calendar, and the set-up's rules.

level-province = Province
level-commune = Commune
set-up-rules = Rules that apply
field-rule-sets = Rules
hint-set-up-rules = Chosen by level and province. Only rules of the unit's own level bind it; this can be changed later under "Rules and duties".

rules-title = Rules on dialogues and receptions
rules-lead = Each set of rules is in force between dates and binds some units. Numbers, deadlines and duties are derived from here.
rules-empty = No rules yet
rules-empty-text = The built-in rules are loaded when the program starts.
rules-say = What it says
rules-say-nothing = This instrument fixes none of the numbers that the system uses.
rules-notes = Notes
rules-bound = Units bound
rules-bound-none = No unit is bound to these rules.
rules-bind-title = Bind another unit
rules-bind = Bind
rules-end = End
rules-remove = Remove these rules
rule-set-ended = No longer in force
rule-set-to-come = Not yet in force
without-end = without end
from-day = from { $day }
to-day = to { $day }
column-rule-set = Rules
column-level = Level
column-validity = In force
column-units-bound = Units bound
column-parameter = Matter
column-value = Rule
column-basis = Legal basis
field-rule-set = Rules
field-from-on = From
field-to-on = Until the end of
field-last-on = Last day
field-began-on = First day

parameter-duty-holder = Whose duty it is
parameter-dialogue-kinds = Kinds of dialogue
parameter-min-per-year = Least number of dialogues
parameter-min-days-per-month = Least reception days in a month
parameter-min-days-per-week = Least reception days in a week
parameter-fixed-day = Fixed reception day
parameter-voter-percent = Share of voters that can ask for a dialogue
parameter-months = Months
parameter-before-event = Held before
parameter-plan-due = Year plan due
parameter-triggers = Ad-hoc grounds
parameter-ad-hoc-counts = Ad-hoc sessions count
parameter-delegation = Delegation allowed
parameter-co-chair = Co-chair required
parameter-shift = On a day off
parameter-term-notice = Public notice
parameter-term-intake-opens = Intake opens
parameter-term-intake-closes = Intake closes
parameter-term-citizen-registration = Registration
parameter-term-synthesis = Synthesis
parameter-term-answers-prepared = Answers prepared
parameter-term-invitation = Invitations
parameter-term-cancel-notice = Notice of cancellation
parameter-term-conclusion-notice = Conclusion notice
parameter-term-publication = Results published
parameter-term-session-report = Report on the session
parameter-term-acknowledgement = Acknowledgement to the petitioner
parameter-term-agency-reply = Reply of the agency
parameter-resolve-own = Resolving matters of own competence
parameter-resolve-province = Resolving matters of the province
parameter-resolve-centre = Resolving matters of the centre
parameter-notice-channels = Where it is announced
parameter-publish-channels = Where results are published
parameter-chair = Chair
parameter-must-attend = Must attend
parameter-report-periods = Report periods
parameter-report-addressees = Reports go to
times-per-year = { $count ->
    [one] once a year
   *[other] { $count } times a year
}
days-per-month = { $count ->
    [one] { $count } day a month
   *[other] { $count } days a month
}
days-per-week = { $count ->
    [one] { $count } day a week
   *[other] { $count } days a week
}
day-of-month = day { $count } of each month
percent-of-voters = { $count } % of the voters or more
term-before-calendar = at the latest { $days } days before
term-before-working = at the latest { $days } working days before
term-within-calendar = within { $days } days
term-within-working = within { $days } working days
term-before-hours = at the latest { $days } working hours before
term-within-hours = within { $days } working hours
term-not-on = not ending on { $days }
term-month-day = day { $day }
term-before-day = before day { $day } of the month
roll-next = a day off rolls to the next working day
roll-previous = a day off rolls to the previous working day
holder-party-head = Head of the party committee
holder-government-head = Chair of the people's committee
holder-government = People's committee
shift-none = the day stays
shift-next-working = moved to the next working day
shift-previous-working = moved to the previous working day
shift-nearest-working = moved to the nearest working day
shift-make-up = made up on another day
channel-mass-media = mass media
channel-headquarters-board = board at the headquarters
channel-village-heads = heads of villages and groups
channel-loudspeaker = loudspeakers
channel-website = website
channel-social-network = social network
seat-party-head = head of the party committee
seat-government-head = chair of the people's committee
seat-government = people's committee
seat-council-standing = standing body of the people's council
seat-front = Fatherland Front
seat-party-committee = party committee
seat-mass-organisation = mass organisation
seat-agency = agency
period-month = month
period-q1 = first quarter
period-q2 = second quarter
period-q3 = third quarter
period-q4 = fourth quarter
period-h1 = half-year
period-m9 = nine months
period-year = year
period-ad-hoc = ad hoc
addressee-politburo = Politburo
addressee-central-secretariat = Central Secretariat
addressee-central-internal-affairs-board = Central Internal Affairs Board
addressee-central-propaganda-mobilization-board = Central Propaganda and Mobilization Board
addressee-provincial-secretary = provincial secretary
addressee-provincial-internal-affairs-board = provincial internal affairs board
addressee-provincial-propaganda-mobilization-board = provincial propaganda and mobilization board
addressee-higher-level = higher level

days-title = Working calendar { $year }
days-known-until = Days off are known from official notices until { $day }; after that they follow from the Labour Code.
days-known-none = No official notice is known; the days below follow from the Labour Code.
days-running-out = The calendar is running out: fewer than 60 days are known from official notices. Enter the notices of the coming year.
days-entries = Entered days
days-empty = No day of this year was entered
days-empty-text = The calendar above follows from the rule. Enter days one by one or load the notice of the year.
days-import = Load a notice
days-import-lead = A calendar file (.ics), or CSV in UTF-8 whose first line names the columns. Kinds of day: holiday, day-in-lieu, working-saturday, local, half-day (worked in the morning), working.
day-add = Add a day
day-edit = Change a day of the calendar
day-remove = Remove this day
year-before = Year before
year-after = Year after
month-name = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mo
weekday-short-2 = Tu
weekday-short-3 = We
weekday-short-4 = Th
weekday-short-5 = Fr
weekday-short-6 = Sa
weekday-short-7 = Su
column-kind = Kind
column-label = Name
column-source = Source
field-calendar-day = Day
field-day-kind = Kind of day
field-label = Name of the day
field-source = Paper or source
field-file = File
hint-day-label = For example: National Day
hint-day-source = Number and date of the notice

task-calendar-running-out = Enter next year's days off: the working calendar is running out
task-unit-without-rules = Choose the rules that bind { $unit }

event-rules-seeded = Built-in rules loaded
event-rules-bound = Bound to rules
event-rules-unbound = Binding ended
event-rules-removed = Rules removed
event-calendar-seeded = Built-in days off loaded

flash-rules-bound = The unit is bound.
flash-rules-unbound = The last day is recorded.
flash-rules-removed = The rules were removed.

refusal-binding-other-level = These rules are not for units of this level
refusal-binding-backwards = The last day cannot be before the first
refusal-binding-outside-validity = The rules are not in force on that first day
refusal-binding-overlap = The unit is bound to these rules at that time already
refusal-binding-unit-unknown = Choose a commune, ward, special zone, province or city
refusal-rule-set-in-use = Cannot be removed: it binds or bound { $count } units ({ $where })
refusal-day-wrong-weekday = A compensatory working day must be a Saturday or Sunday
refusal-day-plain-weekend = A weekend day is off anyway and needs no entry
refusal-day-exists = This day is in the calendar already; open it to change it
refusal-day-in-use = Cannot be removed: { $count } sessions were moved because of it ({ $where })
refusal-day-row-unreadable = Line { $line }: day or kind cannot be read
refusal-day-row-double = Line { $line }: this day stands in an earlier line
refusal-day-row-wrong-weekday = Line { $line }: a compensatory working day must be a Saturday or Sunday
refusal-day-file-empty = The file has no rows
refusal-day-file-encoding = The file seems to be in { $encoding }. Save it as CSV in UTF-8

rules-new = Add a new rule set
rules-new-version = Write a new version
rules-amend = Change the version that has not begun
rules-withdraw = Withdraw this version
rules-drafts = Being written, not yet published:
rules-draft-exists = Somebody is writing a text of this rule set.
rules-draft-open = Open the draft
rules-versions = Versions
rule-silent = the instrument does not say
rule-form-new-set = Add a new rule set
rule-form-new-version = Write a new version
rule-form-amend = Change the version that has not begun
rule-form-lead-new-set = Enter what the instrument says. After publishing, choose the units that it binds on its page.
rule-form-lead-new-version = A new version begins tomorrow at the earliest. The version before ends the day before; the units bound to it go over to the new one on that day. What began before that day does not change.
rule-form-lead-amend = This version has not begun and can still be changed. It begins tomorrow at the earliest.
rule-form-empty = An empty field means that the instrument does not say. An empty legal basis takes the first line of the legal basis. The next step shows the effect before anything is published.
rule-form-preview = Show the effect
rule-group-paper = Instrument and validity
rule-group-duties = Duties, numbers, days
rule-group-ad-hoc = Ad-hoc dialogues
rule-group-people = Chair and participants
rule-group-channels = Channels of notice, publication, reports
rule-group-terms = Terms
rule-basis-of = Legal basis: { $what }
rule-terms-lead = An empty number means that the instrument does not say. "Not ending on": weekdays and days of the month, for example: Fri, Sun, 31.
rule-periods-lead = Tick the periods that the instrument names. Without a cut-off day whole months count; the days for handing in run from the cut-off.
hint-rule-code = Small letters without diacritics, digits and hyphens; for example: langson-2016
hint-rule-name = The name as it is cited
hint-legal-basis = One instrument in each line, the leading one first
hint-rule-notes = One note in each line: what was seen in practice, what is not known
hint-before-event = For example: session of the People's Council
hint-plan-due = Day and month, for example: 31/01
column-term = Term
column-term-amount = Number
column-term-unit = Counted in
column-term-side = Before or after
column-term-roll = On a day off
column-term-not-on = Not ending on
column-period-cut = Cut-off day
column-period-due = Due after (days)
side-before = before
side-after = after
side-before-day = is the day of the month before which it must be done
day-unit-working = working days
day-unit-calendar = days
day-unit-hours = working hours
term-roll-none = stays
term-roll-next = goes to the next working day
term-roll-previous = goes to the working day before
period-cut = cut-off on day { $day }
period-due = due after { $days } days
field-code = Code
field-levels = Levels
field-legal-basis = Legal basis
field-in-force-from = In force from
field-in-force-to = In force until
field-notes = Notes
field-duty-holder = { parameter-duty-holder }
field-dialogue-kinds = { parameter-dialogue-kinds }
field-min-per-year = { parameter-min-per-year }
field-min-days-per-month = { parameter-min-days-per-month }
field-min-days-per-week = { parameter-min-days-per-week }
field-fixed-day-of-month = { parameter-fixed-day }
field-trigger-voter-percent = { parameter-voter-percent } (%)
field-months-of-year = { parameter-months }
field-before-event = { parameter-before-event }
field-plan-due = { parameter-plan-due }
field-ad-hoc-triggers = { parameter-triggers }
field-ad-hoc-counts = { parameter-ad-hoc-counts }
field-delegation-allowed = { parameter-delegation }
field-co-chair-required = { parameter-co-chair }
field-shift-rule = { parameter-shift }
field-chair-roles = { parameter-chair }
field-must-attend-roles = { parameter-must-attend }
field-notice-channels = { parameter-notice-channels }
field-publish-channels = { parameter-publish-channels }
field-report-addressees = { parameter-report-addressees }
refusal-rule-set-backwards = The last day cannot be before the first
refusal-rule-set-code = A code has small letters without diacritics, digits and hyphens only
refusal-rule-set-code-taken = This code is known. Open that rule set and write a new version
refusal-rule-set-levels = Choose at least one level
refusal-rule-set-begins-too-early = A new version begins tomorrow at the earliest, so that it does not touch what has begun
refusal-rule-set-begun = This version is in force and can no longer be changed or withdrawn. Write a new version
refusal-rule-set-same-day = Another version begins on this very day
refusal-rule-set-overlap = Another version begins on { $day }; enter a last day before it
refusal-rule-set-basis-alone = { $field }: there is a legal basis without a value. Enter the value or clear the legal basis
refusal-rule-set-basis-long = The legal basis is too long, at most { $most } characters
refusal-rule-set-plan-due = Last day for the year plan: enter day and month, for example 31/01
refusal-rule-set-term-alone = Row { $row }: there is a legal basis without a number. Enter the number or clear the legal basis
refusal-rule-set-term-amount = Row { $row }: enter a number from { $least } to { $most }
refusal-rule-set-term-choice = Row { $row }: choose an entry of the list
refusal-rule-set-term-not-on = Row { $row }: cannot be read. Enter weekdays and days of the month, for example: Fri, Sun, 31
refusal-rule-set-period-days = Row { $row }: enter a number from { $least } to { $most }
refusal-rule-set-period-off = Row { $row }: this period is not ticked. Tick it or clear the numbers
refusal-rule-draft-exists = Somebody is writing a text of this rule set. Publish it or give it up first
refusal-rule-draft-changed-since = The effect is no longer the one that you looked at. Look again, then publish
flash-rule-draft-saved = The draft is saved. Look at its effect, then publish it.
flash-rule-draft-discarded = The draft is given up.
flash-rules-withdrawn = The version is withdrawn. The version before goes on.
event-rules-drafted = Wrote the text of a rule set
event-rules-discarded = Gave up the draft of a rule set
event-rules-withdrawn = Withdrew a version of a rule set
notice-rules-withdrawn = Rule set "{ $name }": the version from { $day } was withdrawn. The version before goes on.
notice-rules-withdrawn-subject = Version of a rule set withdrawn: { $name }
days-change = Change the calendar
days-change-lead = Changes gather in one draft. You see which deadlines move and who is told before anything counts.
days-drafted = { $count ->
    [one] One day stands in a draft that is not published.
   *[other] { $count } days stand in a draft that is not published.
  }
days-drafted-open = Open the draft
days-editions = Editions of the calendar
day-draft = Add to the draft
field-only-year = Only the days of the year
hint-only-year = For example 2027; left empty, all days are taken
column-edition = Edition
column-edition-title = Content
column-published = Published
column-was = Now
column-becomes = Becomes
column-step = Deadline
column-from-day = From
column-to-day = To

edition-draft = Draft of the working calendar
edition-draft-lead = Nothing changes until you publish at the end of this page.
edition-days = Days that change
edition-drop = Leave out
edition-by-rule = by the general rule
edition-moves = Deadlines that move
edition-moves-lead = { $count ->
    [one] One date around sessions moves.
   *[other] { $count } dates around sessions move.
  } Calls for issues and agencies' days that stand on these dates move along; days that an office chose itself stay.
edition-moves-none = No deadline moves.
edition-on-days-off = Sessions on a day off
edition-on-days-off-lead = These sessions are not moved by themselves. The unit's office is told and decides.
edition-shifted = Sessions shifted because of a day off that would go
edition-shifted-lead = Move these sessions first, or leave that day out of the draft.
edition-shifted-from = from { $day } to { $to }
edition-shifted-why = Sessions were shifted because of a day off that would go; see the list above.
edition-told = Who is told
edition-told-lead = { $count ->
    [one] One unit is told by inbox and mail:
   *[other] { $count } units are told by inbox and mail:
  }
edition-publish-title = Publish
edition-publish = Publish the calendar
edition-discard = Give the draft up
edition-number = Working calendar, edition { $number }
edition-moved-lead = Deadlines in the units that you follow:
edition-moved-none = No deadline moved in the units that you follow.
edition-more = Only a part of the list is shown.
edition-counted-by = Counted by
edition-name = edition { $number } of the working calendar: { $title }
field-edition-title = Title
hint-edition-title = For example: Tết Đinh Mùi and National Day 2027
field-link = Where the paper can be read
hint-link = For example: https://chinhphu.vn/…

event-calendar-drafted = Change of the working calendar drafted
event-calendar-discarded = Draft of the working calendar given up
event-calendar-published = Working calendar published

flash-day-drafted = Added to the draft. Look at its effect, then publish.
flash-day-dropped = The day was left out of the draft.
flash-edition-discarded = The draft is gone. The calendar has not changed.
flash-edition-none = There is no draft.
flash-edition-published = Published. Deadlines are counted on the new calendar.

notice-calendar-published = The working calendar changes: { $edition }. Deadlines moved: { $count }; sessions on a day off: { $meets }; sessions moved: { $recounted }; commitments with a new due day: { $promises }
notice-calendar-published-subject = The working calendar changes: { $edition }

refusal-day-file-known = All days of the file stand in the calendar already; nothing changes
refusal-day-ics-line = The calendar file cannot be read at line { $line }
refusal-day-ics-too-large = The calendar file is too large or empty
refusal-day-ics-not-a-day = Event { $number } has hours and is no whole day
refusal-day-ics-repeats = Event { $number } repeats; export each day by itself
refusal-day-ics-too-long = Event { $number } lasts more than 31 days
refusal-day-ics-no-name = Event { $number } has no name
refusal-day-ics-out-of-range = Event { $number } lies outside of the years 2019 to 2100
refusal-day-ics-double = Event { $number }: an earlier event has this day
refusal-edition-empty = The draft changes nothing
refusal-edition-published = This edition has been published
refusal-edition-changed-since = Sessions or the draft changed while you looked. Look at the effect below again, then publish.
refusal-edition-link = The address must begin with https:// or http://

parameter-extensions-most = Most extensions
parameter-extension-days-most = Most time added by all extensions
parameter-warn-days = Warning before a commitment is due
field-extensions-most = { parameter-extensions-most }
field-extension-days-most = { parameter-extension-days-most } (working days)
field-warn-days = { parameter-warn-days } (days)
rule-group-promises = Keeping commitments
times = { $count ->
    [one] once
   *[other] { $count } times
}
working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
calendar-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
receipt-hours-working-saturday = with the hours of a working day:
receipt-hours-half-day = the morning only:
day-hours = Hours that count:
day-hours-borrowed = A compensatory day borrows the hours of the working day that it makes up for.
day-hours-none = A day off: no hours count.
edition-recounted = Sessions that move by themselves
edition-recounted-lead = Planned sessions before an occasion that nobody was told of are counted again by the new calendar when it is published.
edition-promises = Commitments with a new due day
edition-promises-lead = { $count ->
    [one] { $count } commitment ends on a new day off; when the calendar is published it is due on the next working day (Civil Code 2015, Art. 148.5).
   *[other] { $count } commitments end on a new day off; when the calendar is published they are due on the next working day (Civil Code 2015, Art. 148.5).
}
