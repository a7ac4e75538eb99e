# Conclusion notices, commitments and following them to the end.

commitments-title = Follow-up of commitments
commitments-all = All commitments
commitments-open = Still open
commitments-overdue-only = Overdue only
commitments-mine-only = Only my agency's
commitments-empty = No open commitments
commitments-empty-text = When a leader signs the conclusion notice of a session, each task becomes a commitment and appears here.
commitments-none-found = No commitment matches
commitments-none-found-text = Try fewer filters.
commitment-short = Commitment { $label }
commitment-number = Number
commitment-wording = Task
commitment-lead = Lead agency
commitment-supports = Supporting agencies
commitment-agency = Agency
commitment-due = Due
commitment-first-due = First due date: { $date }
commitment-assigned-on = Assigned on
commitment-answered = People answered
commitment-resolved = Resolved
commitment-not-yet = Not yet
commitment-outcome = Outcome reported
commitment-verified = Confirmed by the Front
commitment-issue = Issue behind it
commitment-issue-number = Issue { $number }
commitment-code = Look-up code
commitment-facts = Facts
commitment-course = Course of events
commitment-course-empty = No step has been recorded yet.
commitment-contested-title = The lead agency says this is not its task.
commitment-theirs = Suggested agency: { $body }.
commitment-asked = More time requested, until { $to }
commitment-asked-waits = Waiting for the office or leader to decide; the present due date still counts.

state-commitment-assigned = Assigned
state-commitment-accepted = Accepted
state-commitment-contested = Contested
state-commitment-in-progress = In progress
state-commitment-reported = Reported
state-commitment-verified = Confirmed
state-commitment-closed = Closed
timing-in-time = In time
timing-soon =
    { $days ->
        [one] { $days } day left
       *[other] { $days } days left
    }
timing-overdue =
    { $days ->
        [one] { $days } day overdue
       *[other] { $days } days overdue
    }
timing-very-late = Very late: { $days } days
timing-stopped = Clock stopped
timing-done-in-time = On time
timing-done-late = Late
timing-extended-late = More time requested after the due date
finished-done = Resolved
finished-done-hint = The work is really done.
finished-explained = Explained
finished-explained-hint = Nothing more to do; counts as answered, not as resolved.
finished-impossible = Cannot be done
finished-impossible-hint = State the cause: beyond competence, no funds, legal obstacle …
verdict-done = Done as reported
verdict-done-hint = Those who raised it have seen the result.
verdict-not-done = Not done
verdict-not-done-hint = Say what is missing; the Front sees it when it looks.

progress-accepted = Accepted the task
progress-contested = Contested the task
progress-reassigned = Given to another lead agency
progress-upheld = Left with the lead agency
progress-progress = Progress report
progress-reported = Reported the outcome
progress-confirmed = The Front confirmed the report
progress-not-done = The Front looked: not done, work goes on
progress-sent-back = Sent back by the office, work goes on
progress-closed = Follow-up ended
progress-answered = People answered in writing
progress-extension-asked = Asked for more time
progress-extension-granted = More time granted
progress-stopped = Clock stopped, waiting for
progress-resumed = Clock running again
progress-extension-refused = More time refused
progress-judged-done = Those who raised it: done
progress-judged-not-done = Those who raised it: not done

commitment-act-accept = Accept the task
commitment-act-progress = Report progress
commitment-act-progress-lead = Say how far the work is and what stands in its way.
commitment-act-progress-words = Work done, obstacles
commitment-act-report = Report the outcome
commitment-act-report-lead = The Front will look for itself before this counts as resolved.
commitment-act-report-words = Outcome and evidence
commitment-act-answer = Note the answer to the people
commitment-act-answer-lead = Answering and resolving are two things: this changes nothing about the state of the commitment.
commitment-act-extend = Ask for more time
commitment-act-extend-lead = The first due date stays on record. Until a decision the present one counts.
commitment-act-extend-words = Reason
commitment-act-contest = Not our task
commitment-act-contest-lead = Say whose task it is. The office will reassign it or leave it.
commitment-act-contest-words = Reason
commitment-act-confirm = Confirm the report
commitment-act-confirm-lead = Confirm only after looking for yourself or asking those who raised it.
commitment-act-confirm-words = What was seen and asked
commitment-act-not-done = Not done, work goes on
commitment-act-not-done-lead = The commitment is in progress again, with the same due date.
commitment-act-not-done-words = What is missing on the ground
commitment-act-reassign = Give to another agency
commitment-act-reassign-lead = Number, due date and history stay.
commitment-act-reassign-words = Note
commitment-act-uphold = Leave with the lead agency
commitment-act-uphold-lead = The lead agency has to do it and cannot contest again.
commitment-act-uphold-words = Reason
commitment-act-grant = Grant more time
commitment-act-grant-lead = The new date replaces the present one; the first stays on record.
commitment-act-grant-words = Note
commitment-act-stop = Stop the clock
commitment-act-stop-lead = For when somebody else is waited for. The days that are left are kept and run on afterwards; days of waiting are not the lead agency's.
commitment-act-stop-words = Reason
commitment-act-resume = Let the clock run again
commitment-act-resume-lead = The days that were left run on from today; a last day off goes to the next working day.
commitment-act-resume-words = Note
commitment-stands = The clock stands since { $since }, waiting for { $body }
commitment-clock = In whose hands the time was
commitment-clock-party = Body
commitment-clock-days = Days held
commitment-clock-late = Late among them
commitment-clock-why = The day of a handover belongs to the one before; days of waiting for somebody else are no delay of the lead agency.
field-waiting-for = Who is waited for
field-paper = Paper
field-paper-on = Date of the paper
hint-paper = Number and symbol, such as 15/CV-UBND
commitment-act-refuse = Refuse more time
commitment-act-refuse-lead = The present due date stays.
commitment-act-refuse-words = Reason
commitment-act-close = End the follow-up
commitment-act-close-lead = A commitment confirmed by the Front leaves the list of open ones.
commitment-act-close-words = Note
commitment-act-send-back = Send back
commitment-act-send-back-lead = The commitment is in progress again, with the same due date.
commitment-act-send-back-words = Reason
commitment-act-judge = Say whether it is done
commitment-act-judge-lead = The Front sees your organisation's view when it looks.
commitment-act-judge-words = Remarks

desk-agency = What my agency owes
desk-agency-lead = Sorted by due date, the most urgent first.
desk-agency-open = Open
desk-agency-owed = Still to do
desk-agency-reported = Reported, waiting
desk-agency-empty = Your agency owes nothing
desk-agency-empty-text = New tasks appear here and in the inbox.
desk-front = For the Front to look at
desk-front-lead = Look for yourself or ask those who raised it, then confirm or send back.
desk-front-open = Look at it
desk-front-reported = Reported by the agencies
desk-front-empty = No report is waiting
desk-front-empty-text = When an agency reports an outcome, it appears here.
desk-office = For the office to decide
desk-office-lead = Settle contested tasks and due dates; close what the Front confirmed.
desk-office-open = Open
desk-office-contested = Contested
desk-office-asking = Requests for more time
desk-office-verified = Confirmed, to be closed
desk-office-empty = Nothing waits for the office
desk-office-empty-text = Requests of agencies and confirmed commitments appear here.

conclusion-title = Conclusion notice
conclusion-signed-by = Signed by { $name }, { $at }
conclusion-late = Late
conclusion-minutes-open = The minutes are not fully signed. The notice can be drafted; it can be signed once they are.
conclusion-sign = Sign the conclusion notice
conclusion-sign-wait = Waiting for chair and secretary to sign the minutes
conclusion-sign-lead =
    { $count ->
        [one] One task becomes a commitment and is sent to its agency.
       *[other] { $count } tasks become commitments and are sent to their agencies.
    } Nothing can be changed after the signature.
conclusion-read = Read the whole text before signing
conclusion-edit = Number, issuing body, assessment
conclusion-general = General assessment
conclusion-general-empty = No assessment yet.
conclusion-tasks = Tasks
conclusion-tasks-empty = No tasks yet
conclusion-tasks-empty-text = Promises of the minutes come over by themselves; other tasks can be added.
conclusion-task = Task
conclusion-task-new = Add a task
conclusion-task-edit = Change the task
conclusion-task-remove = Remove this task
conclusion-task-remove-lead = A task that was added by hand can be removed from the draft.
conclusion-refresh = Update from the minutes
conclusion-no-commitments = The notice gives no task.
conclusion-channels = Publication
conclusion-channels-rule = Required by the unit's rules; each needs its day and proof.
conclusion-channels-usual = The unit's rules name no channel; these are the usual ones of Law 72/2025/QH15, Article 43.
conclusion-dates = Due dates
conclusion-issuer = Issuing body
conclusion-prepare = Draft the conclusion notice
conclusion-prepare-lead = The session was held. The promises of its minutes become the tasks of the notice.
conclusion-none = No conclusion notice yet
conclusion-none-text = It appears here after the session was held and a leader has signed.
task-no-lead = No agency
task-no-due = No due date
task-due-off = Due on a day off; next working day: { $date }
task-with = with:
task-promised = from the minutes
state-conclusion-draft = Draft
state-conclusion-signed = Signed, not fully published
state-conclusion-published = Published
publication-mass-media = Mass media
publication-headquarters-board = Notice board at the headquarters
publication-village-heads = Heads of villages and residential groups
publication-loudspeaker = Loudspeakers
publication-website = Website
publication-social-network = Social network
channel-extra = additional
channel-not-yet = Not yet
channel-note = Note the publication
print-how = Use the browser's print command (Ctrl+P).
choose = Choose …

public-commitments = Commitments to the people: { $unit }
public-commitments-lead = What was promised to the people at dialogues, who is responsible and what came of it.
public-commitments-empty = No commitments yet
public-commitments-empty-text = Commitments are shown once a conclusion notice is signed.
public-open = In work
public-done = Finished
public-answered = Answered: { $date }
public-resolved = Resolved: { $date }
public-state-in-work = In work
public-state-overdue = Overdue
public-state-reported = Reported, to be checked
public-state-resolved = Resolved
public-state-explained = Explained
public-state-impossible = Cannot be done

field-issuer = Issuing body
field-number = Number of the paper
field-general = General assessment
field-lead = Lead agency
field-supports = Supporting agencies
field-due-on = Due date
field-roll = If the date is a day off, take the next working day
field-published-on = Published on
field-done-on = Day on which it was done
field-proof = Proof
field-words = Text
field-percent = Completion
field-finished-as = Outcome
field-answered-on = Answered on
field-answer-paper = Paper that answered
field-more-until = Until
field-theirs = Whose task it is
field-verdict = View of those who raised it
hint-issuer = Party committee: the Party's form; People's Committee: the State's form
hint-conclusion-number = The number given by the records clerk, such as 15
hint-conclusion-general = Preparation, number of opinions, spirit of the answers, lessons
hint-task-wording = What has to be done and what result is expected
hint-answer-paper = Number, date, signing body; for example: letter 12/UBND-KT of 5 Sep 2025
hint-proof-mass-media = Name of paper or station, programme, address of the text
hint-proof-headquarters-board = Record of posting, place, by whom
hint-proof-village-heads = List of signatures of the heads
hint-proof-loudspeaker = Day and hour, how often
hint-proof-website = Address of the page
hint-proof-social-network = Official account, address of the post

task-conclusion-write = Draft the conclusion notice: { $title }
task-conclusion-finish = Finish the conclusion notice: { $title }
task-conclusion-sign = Sign the conclusion notice: { $title }
task-conclusion-publish = Publish the conclusion notice: { $title }
task-commitment-accept = Accept the task: { $wording }
task-commitment-do = Keep the commitment: { $wording }
task-commitments-verify =
    { $count ->
        [one] Look at one reported commitment
       *[other] Look at { $count } reported commitments
    }
task-commitments-contested =
    { $count ->
        [one] Decide one contested commitment
       *[other] Decide { $count } contested commitments
    }
task-commitments-extensions =
    { $count ->
        [one] Decide one request for more time
       *[other] Decide { $count } requests for more time
    }
task-commitments-close =
    { $count ->
        [one] Close one confirmed commitment
       *[other] Close { $count } confirmed commitments
    }

event-conclusion-prepared = Conclusion drafted
event-conclusion-refreshed = Tasks updated from the minutes
event-conclusion-written = Conclusion changed
event-conclusion-task-saved = Task of the conclusion saved
event-conclusion-task-removed = Task removed from the draft
event-conclusion-signed = Conclusion signed
event-conclusion-published = Publication of the conclusion noted
event-commitment-assigned = Commitment assigned
event-commitment-accepted = Commitment accepted
event-commitment-contested = Commitment contested
event-commitment-reassigned = Given to another lead agency
event-commitment-upheld = Left with the lead agency
event-commitment-progressed = Progress of a commitment reported
event-commitment-reported = Outcome of a commitment reported
event-commitment-confirmed = Commitment confirmed by the Front
event-commitment-not-done = The Front found it not done
event-commitment-sent-back = Commitment sent back
event-commitment-closed = Follow-up ended
event-commitment-evidence-added = Evidence file added
event-commitment-answered = Answer to the people noted
event-commitment-judged = Those who raised it gave their view
event-commitment-extension-asked = More time requested
event-commitment-extension-granted = More time granted
event-commitment-stopped = Clock of a commitment stopped
event-commitment-resumed = Clock of a commitment running again
event-commitment-extension-refused = More time refused

flash-conclusion-prepared = The draft was made from the minutes.
flash-conclusion-refreshed = Tasks were updated from the minutes.
flash-conclusion-written = The conclusion notice was saved.
flash-conclusion-task-saved = The task was saved.
flash-conclusion-task-removed = The task was removed from the draft.
flash-conclusion-signed = Signed. The tasks are commitments now, and their agencies were told.
flash-conclusion-published = The publication was noted.
flash-commitment-accepted = The task was accepted.
flash-commitment-contested = Sent to the office to decide whose task it is.
flash-commitment-progressed = Progress was noted.
flash-commitment-reported = The outcome was reported. The Front will look.
flash-commitment-answered = The answer was noted.
flash-commitment-extension-asked = The request for more time was sent.
flash-commitment-confirmed = Confirmed. The office will close it.
flash-commitment-sent-back = Sent back; the work goes on.
flash-commitment-reassigned = Given to another lead agency.
flash-commitment-upheld = Left with the lead agency.
flash-commitment-extension-granted = More time was granted.
flash-commitment-stopped = The clock is stopped.
flash-commitment-resumed = The clock is running again.
flash-commitment-extension-refused = More time was refused.
flash-commitment-closed = The follow-up is ended.
flash-commitment-judged = Your organisation's view was noted.


evidence-files = Evidence files
hint-evidence-files = Photos, papers: PDF, PNG, JPEG, DOCX, XLSX, TXT; at most { $megabytes } MB each, at most 10 files

refusal-commitment-wrong-state = Not possible in the present state of the commitment
refusal-commitment-stopped = The clock stands still; let it run again first
refusal-commitment-not-stopped = The clock does not stand still
refusal-commitment-waits-for-itself = The lead agency cannot wait for itself
refusal-commitment-paper-in-future = The date of the paper lies in the future
refusal-commitment-lead-only = Only the lead agency can do this; supporting agencies report their own progress
refusal-commitment-theirs-is-ours = Choose an agency other than your own
refusal-commitment-same-lead = This agency is the lead already; choose another
refusal-commitment-foreign-body = This body does not belong to the unit
refusal-commitment-done-in-future = The day on which it was done cannot be after today
refusal-commitment-answered-in-future = The day of the answer cannot be after today
refusal-extension-pending = A request for more time is already waiting
refusal-extension-not-later = The new date must be after the present one
refusal-extension-in-the-past = The new date has passed, choose another
refusal-extension-decided = This request was decided already
refusal-conclusion-wrong-state = The notice is signed and cannot be changed
refusal-conclusion-not-held = The session was not held yet
refusal-conclusion-no-issuer = Only the unit's Party committee or People's Committee issues a conclusion notice
refusal-conclusion-not-signed = The notice is not signed yet and cannot be published
refusal-conclusion-minutes-unsigned = The minutes are not signed by chair and secretary
refusal-conclusion-promises-lost =
    { $count ->
        [one] One promise of the minutes is not among the tasks
       *[other] { $count } promises of the minutes are not among the tasks
    }; press "Update from the minutes"
refusal-conclusion-number-shape = The number of a paper has figures only, or figures and a letter, such as 15 or 15a
refusal-conclusion-number-missing = The number of the paper is missing
refusal-conclusion-number-taken = Number { $number } was given to another notice this year
refusal-conclusion-general-missing = The general assessment is missing
refusal-conclusion-task-without-lead = Task { $position } has no lead agency
refusal-conclusion-task-without-due = Task { $position } has no due date
refusal-conclusion-task-due-passed = Task { $position }: the due date has passed
refusal-conclusion-task-promised = A promise of the minutes cannot be removed; its wording can be changed
refusal-publication-in-future = The day of publication cannot be after today
refusal-publication-before-signing = The day of publication cannot be before the signature

notice-conclusion-signed = Conclusion notice no. { $number } was signed: { $title }
notice-commitment-assigned = You were given commitment { $code }
notice-commitment-contested = Commitment { $code }: the agency says that it is not its task
notice-commitment-upheld = Commitment { $code } stays with its lead agency
notice-commitment-reported = Commitment { $code } was reported as finished and waits to be checked
notice-commitment-verified = The Front confirmed commitment { $code }
notice-commitment-sent-back = Commitment { $code } was sent back, work goes on
notice-commitment-closed = Commitment { $code } is closed
notice-commitment-judged = Those who raised it gave their opinion on commitment { $code }
notice-commitment-extension-asked = Commitment { $code }: the agency asks for more time
notice-commitment-extension-granted = Commitment { $code } was given more time
notice-commitment-extension-refused = Commitment { $code } was given no more time
refusal-extension-too-often = This would be extension number { $wanted }; { $rule } ({ $basis }) allows { $most }
refusal-extension-too-long = All extensions together would add { $wanted } working days; { $rule } ({ $basis }) allows { $most } working days
progress-due-rolled = The last day became a day off and moved to the next working day
event-commitment-due-rolled = Due day moved by the working calendar
notice-commitment-due-rolled = The working calendar changes: commitment { $code } is now due on { $due }
notice-commitment-due-rolled-subject = The working calendar changes: commitment { $code } has a new due day

memory-title = Raised and promised
memory-raised = Raised { $times ->
    [one] once
   *[other] { $times } times
} since { $since } by { $organisations ->
    [one] one organisation
   *[other] { $organisations } organisations
}
memory-raised-floor = Raised { $times ->
    [one] once
   *[other] { $times } times
} since { $since } in the hall
memory-promised = promised { $promised ->
    [1] once
    [2] twice
   *[other] { $promised } times
}, { $kept ->
    [0] never kept
    [1] kept once
    [2] kept twice
   *[other] kept { $kept } times
}
memory-promised-none = never promised
memory-times = Times raised ({ $count })
memory-organisations = Organisations that raised it ({ $count })
memory-promises = Promises ({ $count }), kept { $kept }
memory-no-promise = There is no commitment about this matter yet.
memory-unit = Unit at that time
memory-first-due = First due
memory-kept = Kept
