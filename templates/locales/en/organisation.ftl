# Signing in, accounts, set-up, home.

continue = Continue
role-office = Office
role-leader = Leader
role-clerk = Secretary
role-submitter = Submitter
role-answering = Answering officer
role-supervisor = Supervisor
role-superior = Superior reviewer
role-auditor = Auditor
role-admin = Administrator

field-login = User name
field-password = Password
field-current = Current password
field-new-password = New password
field-full-name = Full name
field-unit = Unit
field-province = Province or city
hint-login = Letters, digits, dots; for example vanphong.haian
hint-password = At least 12 characters; a short sentence is best
hint-set-up-unit = Choose a commune, ward or special zone; or the province itself if it is used at provincial level

sign-in-help = Forgot your password? Your unit's administrator gives you a new one.
account-roles = Roles
account-change-password = Change password
password-must-change = Your present password was chosen by somebody else. Choose your own before you go on.
set-up-title = First set-up
set-up-lead = Choose the unit and create the administrator's account. The unit's bodies and organisations are created as the law has them.
set-up-admin = First administrator
set-up-finish = Finish set-up

home-title = My tasks
home-greeting = Hello { $name }
home-now = To do now
home-empty = Nothing is waiting for you
home-empty-text = New tasks appear here and in your inbox.
task-late = Overdue
task-soon = Due soon
nav-holidays = Working days

flash-signed-out = You have signed out.
flash-password-changed = The password is changed. Other devices are signed out.
flash-set-up-done = The set-up is finished. Sign in with the account you created.

problem-wait = Wait { $seconds } seconds and try again.
problem-limit = The largest size accepted is { $megabytes } MB.
problem-forged = This form was not opened from this site or is no longer valid. Reload the page and send it again.

refusal-form-required = Nothing entered: { $field }
refusal-form-too-long = { $field } has { $length } characters, at most { $most } are allowed
refusal-form-date = { $field }: not a date; enter day/month/year, for example 28/08/2026
refusal-form-time = { $field }: not a time; enter it as 08:30
refusal-form-number = { $field }: enter a number
refusal-form-range = { $field }: enter a number from { $least } to { $most }
refusal-form-choice = { $field }: choose from the list
refusal-form-incomplete = The form is incomplete. Reload the page and send it again
refusal-sign-in-wrong = Wrong user name or password
refusal-password-length = The password must have { $least } to { $most } characters
refusal-password-guessable = This password is easy to guess; choose another
refusal-password-wrong = The current password is wrong
refusal-account-login-form = A user name needs at least 3 characters: letters, digits and . _ - @
refusal-account-login-taken = This user name is taken
refusal-units-row-unreadable = Row { $row }: cannot be read
refusal-units-kind-unknown = Row { $row }: unknown kind of unit
refusal-units-parent-unknown = Row { $row }: its superior unit does not stand before it
refusal-units-code-twice = Row { $row }: this unit code stands twice
refusal-unit-not-active = This unit does not take part yet
flash-unit-activated = The unit takes part from now on.
account-mail = Mail
account-calendar-mail = Send calendar entries with mails about sessions
account-calendar-mail-hint = With them you can accept or decline in your mail program. Without them you only get the plain notice.
flash-calendar-mail-saved = Your choice is saved.
event-account-calendar-mail-changed = Changed calendar entries in mail
