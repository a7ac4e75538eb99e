# Help, accessibility, protection of personal data.

guide-help-title = Help
guide-help-lead = Đối Thoại helps a unit to hold direct dialogues with the people: from the year plan to the kept promise.
guide-help-start = Begin with “My tasks”
guide-help-start-text = After you sign in, “My tasks” lists what is waiting for you, the most urgent first. Select a task to do it.
guide-help-steps = The steps of a dialogue
guide-help-steps-text =
    Year plan; notice and call for issues; sorting and assigning agencies to prepare answers; agenda; session and minutes; conclusions and commitments; follow-up until done; annual report.

    The deadlines are counted from the session's date by the rule set that the unit has chosen. The page of each session says how each date was counted.
guide-help-issues = Handing in issues
guide-help-issues-text =
    Organisations enter issues one by one or upload a CSV file; the file is checked first, wrong rows are named, and nothing is saved until you confirm.

    Denunciations do not belong in this system. Pass them on by their own procedure; only number and date are recorded.
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
