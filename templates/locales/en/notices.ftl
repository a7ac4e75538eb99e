# The inbox, reminders, mails; the page of jobs.

inbox-new = New
inbox-read-all = Mark all as read
inbox-empty = No notices yet
inbox-empty-text = When a session is announced, work is assigned to you or a deadline comes near, a notice appears here.
flash-inbox-read = All notices are marked as read.

notice-arg-title = Session
notice-arg-at = Time
notice-arg-place = Place
notice-arg-due = Due
notice-arg-wording = Content
notice-arg-reason = Reason

notice-intake-closes-soon = The intake of issues closes soon: { $title }
notice-answers-due-soon = { $count ->
    [one] One issue needs a prepared answer by { $due }
   *[other] { $count } issues need a prepared answer by { $due }
}
notice-answers-overdue = { $count ->
    [one] One prepared answer is overdue ({ $due })
   *[other] { $count } prepared answers are overdue ({ $due })
}
notice-session-tomorrow = Tomorrow: { $title }
notice-minutes-unsigned = Minutes still to be signed: { $title }
notice-conclusion-due = The conclusion notice is due soon: { $title }
notice-commitment-due-soon = Commitment { $code } is due soon
notice-commitment-due-today = Commitment { $code } is due today
notice-commitment-overdue = Commitment { $code } is overdue
notice-commitment-very-late = Commitment { $code } is very late
notice-commitment-stopped = The clock of commitment { $code } is stopped
notice-commitment-resumed = The clock of commitment { $code } is running again
notice-report-due-soon = The report for { $year } is due soon
notice-report-overdue = The report for { $year } is overdue
notice-other = You have a new notice

mail-greeting = Dear { $name },
mail-open = See and deal with it at:
mail-footer = This mail was sent by the Đối Thoại system; please do not answer it. All notices are in your inbox:

nav-jobs = Automatic jobs
jobs-title = Automatic jobs
jobs-lead = The system runs these jobs by itself. A failed job runs again; what was missed while the machine was off is caught up once.
jobs-empty = No job has run yet
jobs-empty-text = The list appears a few seconds after the server has started.
column-job = Job
column-last-run = Last run
column-next-run = Next run
column-to = To
column-given-up = Given up at
job-name-reminders = Reminders of work and deadlines
job-name-report-reminders = Reminders of reports
job-name-delivery = Notices to inboxes, mails to the relay
job-name-tidy = Nightly tidying
job-state-fine = Fine
job-state-running = Running
job-state-failed = Failed, will run again
job-state-late = Late
job-state-new = Not run yet
job-never = Never run
job-tally = Done { $done }, skipped { $skipped }, failed { $failed }
job-run-now = Run now
flash-job-requested = The job runs within seconds.
deliveries-title = Notices and mails
deliveries-waiting = { $count ->
    [one] One notice or mail is waiting.
   *[other] { $count } notices and mails are waiting.
}
deliveries-no-mail = No mail relay is set (smtp_url): notices go to inboxes only.
deliveries-dead = Mails that were given up
delivery-attempts = { $count ->
    [one] one attempt
   *[other] { $count } attempts
}
delivery-retry = Send again
flash-delivery-retried = The mail is sent again at once.
event-job-requested = Asked a job to run
event-delivery-retried = Asked for a mail to be sent again
