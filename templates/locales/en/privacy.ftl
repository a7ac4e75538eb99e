# Privacy: what may be shown of a wording, complaints that are shielded, papers and notices for people.

issue-shielded-line = Content kept confidential
issue-shielded-text = This is a complaint that was led to its own procedure and is kept confidential. Only the unit's office can read it, and each look is recorded.
issue-shielded-open = Read it (recorded)
redaction-title = What could lead to a person
redaction-lead = The marked places of the original could reveal who asks. Below is a proposal without them; the office checks it, for a machine can miss some.
redaction-take = Put into the edited wording
redaction-confirm = Checked: these places may stand in the edited wording
mark-phone = Telephone number
mark-id-number = Number of a paper (identity card, passport, insurance card)
mark-bank = Bank account
mark-mail = Mail address
mark-address = House, flat or plot of land
mark-name = Name of a person
issue-paper-receipt = Print the receipt
issue-paper-notice = Print the notice of reception
issue-paper-letter = Letter about complaints
issue-paper-letter-print = Print the letter
issues-tab-notices = Notices owed
notices-owed-title = Notices of reception owed
notices-owed-lead = Within 10 working days of the reception, who raised an issue has to be told in writing whether it is taken up or passed on. Print the notice, send it, then tick it and enter the day.
notices-owed-none = No notice is owed
notices-owed-none-text = New issues stand here until their notice is recorded as sent.
notices-column-sent = Sent
notices-column-received = Received
notices-column-due = Last day
notices-column-paper = Paper
notices-tick = The notice about issue { $receipt } was sent
notices-print = Print
notices-record = Record as sent
field-notices = Issues whose notice was sent
field-sent-on = Sent on
field-notice-way = Sent by
field-public-confirmed = Edited wording confirmed
reception-way-post = By post
reception-way-personally = Handed over
reception-way-organisation = Through the organisation that handed it in
reception-way-mail = By e-mail
reception-title = Notice of reception
reception-sent = Sent on { $date }.
reception-due = Not sent. Last day: { $date }
task-notices-owed = { $count ->
    [one] Send the notice of reception of { $count } issue
   *[other] Send the notices of reception of { $count } issues
}
event-issue-shielded-read = Complaint read
event-issue-notice-sent = Notice of reception recorded as sent
flash-notices-sent = The day of the notices was recorded.
refusal-issue-merge-confidential = A complaint is confidential and is not merged with other issues
refusal-issue-wording-personal = The edited wording still has a name, telephone, number of a paper or address. Take it out, or confirm that it may stand
refusal-notice-none-chosen = Tick at least one issue
refusal-notice-not-owed = No notice of reception is owed about this issue any more
refusal-notice-ahead = The day has not come yet
refusal-notice-before-reception = The day lies before the reception of issue { $receipt }
refusal-file-infected = File { $name } is infected and was not taken
refusal-file-not-scanned = File { $name } could not be checked for viruses. Send it again in a few minutes, or tell the administrator
