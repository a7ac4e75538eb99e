# Issues that go to another session.

issues-tab-move = Move
move-title = Move issues to another session
move-lead = Issues keep their receipt code and their submitter; they get numbers of the new session. The organisations that handed them in are told.
move-look = Show issues
move-source = { $title } (issues: { $count })
move-source-cancelled = Cancelled: { $title } (issues waiting: { $count })
move-target = { $title }, on { $day }
move-cancelled = This session was cancelled. Its issues are not lost: { $count } wait for another session.
move-all = Move all { $count } issues (at most { $most } at a time)
move-ticked = Move the ticked issues
move-column-pick = Choose
move-column-wording = Issue
move-no-target = There is no coming session to move them to. Plan one first:
move-none = No issue waits to be moved
move-none-text = When a session is cancelled, the issues that were handed in for it appear here.
field-move-from = Session
field-move-to = Move to
task-issues-left-behind = Move { $count } issues of a cancelled session to another one
flash-issues-moved = The issues were moved. Their organisations are told.
refusal-move-session-began = The session has begun or is over; issues cannot be moved away from it
refusal-move-nothing = No issue was chosen
refusal-move-selected = One of the issues stands on this session's agenda. Take it off the agenda first, then move it
event-issue-moved = Moved to another session
notice-issues-moved = { $count } issues of your organisation were moved to the session { $title }
notice-issues-moved-subject = Issues were moved to another session
field-pick = Issues
