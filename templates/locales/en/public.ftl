# Help, accessibility, protection of personal data.

guide-help-title = Help
guide-help-lead = Đối Thoại helps a unit to hold direct dialogues with the people: from the year plan to the kept promise.
guide-help-start = Begin with “My tasks”
guide-help-start-text = After you sign in, “My tasks” lists what is waiting for you, the most urgent first. Select a task to do it.
guide-help-steps = The steps of a dialogue
guide-help-steps-text =
    Year plan; notice and call for issues; sorting and assigning agencies to prepare answers; agenda; session and minutes; conclusions and commitments; follow-up until done; annual report.

    The deadlines are counted from the session's date by the rule set that the unit has chosen. The page of each session says how each date was counted.
guide-help-issues = The organisation's desk: handing in
guide-help-issues-text =
    On “My organisation’s issues”, select “Enter an issue” and its kind. One matter for each issue, where it is, how many people stand behind it. For somebody else, say whether it came by letter, telephone or internet; name and telephone go under “Petitioner”, when the person agrees. Each issue has a receipt code: print it or read it out, so that people can follow it themselves.

    Denunciations do not belong in this system. Pass them on by their own procedure; only number and date are recorded.
guide-help-sheet = Handing in an Excel or CSV sheet
guide-help-sheet-text =
    Download the sheet, fill in one issue for each row, choose the file and have it checked. New, changed, known and faulty rows are named; nothing is written until you say so. Faulty rows can be downloaded with their reasons. The same file again makes no duplicates.

    A row in which a cell sounds like a denunciation is not kept. If it is none, put x into the column “Not a denunciation”.
guide-help-following = Following, changing, taking back
guide-help-following-text = A returned issue stands in “My tasks”: open it, read the reason, change it and send it again. It can be changed until the office accepts it, and taken back until it is chosen for the session or decided. When it is merged with one that says the same, its receipt code stays good.
guide-help-triage = The office's desk
guide-help-triage-text =
    The list is on the left, the open issue on the right. Tick several to treat them together; an act can be undone for half a minute, and nobody is told before. Field and agency are only proposed until you take them. The keys are listed at the end of the page.

    Merging, splitting and forwarding keep receipt and number of every issue. “Raised before” tells how often a matter was raised, what was promised and what was kept. The synthesis counts turns, opinions and contents; select a figure to see its list.
guide-help-complaints = Complaints and notices of reception
guide-help-complaints-text = A complaint is shielded at once: the unit's office alone reads it, each look is recorded, and its organisation has the letter of guidance. Notices of reception are due within 10 working days; they are listed until you record them as sent.
guide-help-saving = Saving
guide-help-saving-text = When a form has something wrong, what you typed is kept, and what to correct is named on top and beside each field. Minutes save themselves; the status line says when that last happened.
guide-help-keyboard = Keyboard
guide-help-keyboard-text = Tab goes through everything, Enter opens. In a list with an order, hold Alt and press the up or down arrow to move a row.
guide-help-calendar = The calendar on your telephone
guide-help-calendar-text = The page “Calendar” has an address that a telephone or computer can follow. Your own address is secret: do not pass it on; if it becomes known, revoke it and make a new one.
guide-help-contact = Support
guide-help-contact-text = Ask your unit's administrator. If you meet a page about a fault, send the reference that it shows.

guide-accessibility-title = Accessibility
guide-accessibility-lead = Everybody must be able to use this system, also with poor sight, without a mouse or on an old computer.
guide-accessibility-standard = Standard
guide-accessibility-standard-text = The system aims at WCAG 2.2 level AA and Circular 26/2020/TT-BTTTT. Pages are checked automatically when the software is built.
guide-accessibility-ways = What is there
guide-accessibility-ways-text = Everything works with the keyboard; text and background have enough contrast; states are always in words, never by colour alone; pages fit a screen of 360 points; the main tasks work without JavaScript; prints leave the navigation out.
guide-accessibility-limits = What is limited
guide-accessibility-limits-text = Files uploaded by others may not be readable by a screen reader. Ask the unit for another version.
guide-accessibility-report = Tell us
guide-accessibility-report-text = If a page is hard to use, tell your unit's administrator and name the page's address.

guide-privacy-title = Personal data protection
guide-privacy-lead = Under the Law on Personal Data Protection 91/2025/QH15. The unit that uses this system is responsible for the data kept in it.
guide-privacy-what = What is kept
guide-privacy-what-text = Name, post and e-mail of those who work with the system; issues and, where needed, who raised them; a trail of what was done.
guide-privacy-why = Why
guide-privacy-why-text = Only to hold dialogues, to answer and follow up what the people raise, and to report as the rules require.
guide-privacy-who = Who sees it
guide-privacy-who-text = Everybody sees only what belongs to their duty. Every change is recorded in an append-only trail; tampering with it is detected.
guide-privacy-denunciation = Denunciations
guide-privacy-denunciation-text = The content of a denunciation and the identity of the denouncer are not kept in this system.
guide-privacy-rights = Your rights
guide-privacy-rights-text = You may know, see, correct, ask to delete or restrict your data, object and complain. Send your request to the unit's office; it confirms receipt within two working days.
guide-privacy-cookies = Cookies
guide-privacy-cookies-text = Cookies only keep your session, your language and the message about the last act. There is no tracking, and nothing is loaded from other servers. Text that could not be saved may rest on your machine for a while and is removed when you sign out.

public-caption = Dialogues with the people
public-coming = Coming
public-none = No session is announced
public-none-text = Time, place and the way of taking part appear here.
public-past = Held
public-past-none = None yet.
public-see-commitments = Commitments made in dialogues and their progress
public-see-calculator = Count a deadline in working days

calculator-title = Count a deadline
calculator-lead = The last day of a deadline by the working days of State offices, and why each day counts or not. The address of the answer can be sent to others.
calculator-count = Count
calculator-answer = Last day of the deadline
calculator-unit-lam-viec = working days
calculator-unit-lich = days (days off included)
calculator-unit-gio = working hours
calculator-roll-khong = It stays
calculator-roll-sau = It moves to the next working day
calculator-roll-truoc = It moves to the previous working day
calculator-after-working = { $amount ->
    [one] { $amount } working day after { $day }; it ends at midnight
   *[other] { $amount } working days after { $day }; it ends at midnight
}
calculator-after-calendar = { $amount ->
    [one] { $amount } day after { $day }; it ends at midnight
   *[other] { $amount } days after { $day }; it ends at midnight
}
calculator-after-hours = { $amount ->
    [one] { $amount } working hour from { $day }
   *[other] { $amount } working hours from { $day }
}
calculator-before-working = { $amount ->
    [one] { $amount } working day before { $day }
   *[other] { $amount } working days before { $day }
}
calculator-before-calendar = { $amount ->
    [one] { $amount } day before { $day }
   *[other] { $amount } days before { $day }
}
calculator-before-hours = { $amount ->
    [one] { $amount } working hour before { $day }
   *[other] { $amount } working hours before { $day }
}
calculator-moved = The count gives { $day }, but the deadline does not end on a day off.
calculator-would-be = This is a day off. Where the rule that applies moves it, the deadline ends on the next working day: { $day }.
calculator-forecast = The deadline touches days whose official notice is not known; the answer is a forecast by the Labour Code and may change.
calculator-basis = Legal basis
calculator-basis-text =
    Civil Code 2015, Article 147: a term in days does not count the day of the event and begins with the next day; a term in hours begins at its moment.

    Civil Code 2015, Article 148: a term ends at 24:00 of its last day; where that is a weekend or a public holiday, at the end of the next working day. Special rules may say otherwise; Article 43 of the Law on Organisation of Local Government 72/2025/QH15 does not say whether a term moves that ends on a day off.

    Labour Code 45/2019/QH14, Articles 111 and 112, with the notices of each year: public holidays, days off in lieu and compensatory working days. Working hours are from 7:30 to 11:30 and from 13:00 to 17:00.

    The answer is for information and does not replace a paper of the competent authority.
field-tu = From
field-so = Number of days or hours
hint-so = Negative to count back: -7 is 7 days before
field-loai = Count in
field-doi = If the last day is a day off
field-luc = From the time
hint-luc = Only for working hours, such as 09:15
refusal-calculator-unknown-year = From: only the years { $first } to { $last } can be counted
refusal-calculator-time-of-days = From the time: only for working hours
refusal-calculator-uncountable = Number of days or hours: the calendar has not enough working days for it
public-see-notice = See the notice
