# The frame of every page, the parts used by all rooms, the error pages.

product-name = Đối Thoại
other-language-code = vi
other-language-name = Tiếng Việt
skip-to-content = Skip to main content
inbox = Inbox
inbox-unread = { $count ->
    [one] { $count } unread notice
   *[other] { $count } unread notices
}
sign-in = Sign in
sign-out = Sign out
account = Account

nav-label = Main sections
nav-menu = Menu
nav-badge = { $count ->
    [one] { $count } task waiting
   *[other] { $count } tasks waiting
}
nav-home = My tasks
nav-plan = Year plan
nav-dialogues = Dialogues
nav-issues = Issues
nav-followups = Follow-up
nav-reports = Reports
nav-calendar = Calendar
nav-organisation = Organisation
nav-rules = Rules and duties
nav-audit = Audit trail
nav-admin = Administration

footer-help = Help
footer-calculator = Count a deadline
footer-accessibility = Accessibility
footer-privacy = Personal data protection

error-prefix = Error:
error-summary-title = There is something to correct
optional = (optional)
hint-date = Day/month/year, for example 28/08/2026
hint-time = Hours and minutes, for example 08:30
form-kept = What you typed has been kept.

rows-count = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
pages-label = Pages of the list
pages-previous = Previous page
pages-next = Next page
pages-here = Page { $number } of { $last } (rows in all: { $total })
due-on = due { $date }
go-back = Go back
save = Save
save-changes = Save changes
cancel = Cancel
change = Change
remove = Delete
add = Add
search = Search
filter = Filter
filter-clear = Clear filters
view = View
print = Print
download = Download
yes = Yes
no = No
none = None
all = All
unknown = Not known
actions = Actions
move-up = Move up
move-down = Move down
move-item-up = Move up: { $what }
move-item-down = Move down: { $what }
order-saved = Order saved
order-failed = The order could not be saved. Reload the page.
unsaved-changes = What you typed has not been saved.
autosave-saving = Saving…
autosave-saved = Saved
autosave-failed = Not saved yet; the text is kept on this machine
autosave-restored = Unsaved text kept on this machine has been restored
autosave-conflict = Somebody else has just changed this part. Your text is kept; reload the page to compare.
autosave-draft = What you wrote before and was not saved:
step-done = done

problem-status = Code { $status }
problem-what-to-do = What you can do
problem-reference = Reference for support: { $reference }
problem-home = Go to my tasks
problem-back = Go back to the previous page
problem-sign-in = Sign in
problem-400-title = The request could not be read
problem-400-detail = What was sent does not have the form that this page accepts.
problem-400-todo = Go back, check what you entered and send it again.
problem-401-title = Sign in to continue
problem-401-detail = This page is for people who have signed in. Your session may have ended.
problem-401-todo = Sign in and you will be brought back to this page.
problem-403-title = You may not do this
problem-403-detail = Your present role does not include this act.
problem-403-todo = If this is part of your work, ask your unit's administrator for the role.
problem-404-title = Page not found
problem-404-detail = The address is wrong, the content has moved, or it is not among what you may see.
problem-404-todo = Check the address or look for it from the menu.
problem-405-title = This act does not work at this address
problem-405-detail = The page exists but does not accept what was sent in this way.
problem-405-todo = Open the page again from the menu.
problem-409-title = Somebody else has just changed this
problem-409-detail = While you were editing, another person saved a new version. Your version has not replaced it.
problem-409-todo = Open the page again to see the new version, then put in your changes.
problem-413-title = What you sent is too large
problem-413-detail = The file or text is larger than this page accepts.
problem-413-todo = Make the file smaller or split it, then send it again.
problem-415-title = This kind of data is not accepted
problem-415-detail = This page does not accept the kind of file or the encoding that was sent.
problem-415-todo = Save the file as the page describes (for example CSV in UTF-8) and send it again.
problem-422-title = Something is not valid
problem-422-detail = One or more entries break a rule, so nothing was saved.
problem-422-todo = Go back and correct the entries that are named.
problem-429-title = Too many requests
problem-429-detail = The server has stopped accepting your requests for a moment to protect itself.
problem-429-todo = Wait a minute and try again.
problem-500-title = Something went wrong
problem-500-detail = The fault is in the system, not in what you did. The last act was not saved; what was reported as saved is not lost.
problem-500-todo = Try again in a few minutes. If it fails again, send the reference below to the administrator.
problem-503-title = The service is not available now
problem-503-detail = The system is under maintenance or overloaded.
problem-503-todo = Try again in a few minutes.
