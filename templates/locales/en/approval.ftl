# Approval inside an organisation before issues leave it.

role-approver = Approves issues of an organisation
issues-tab-approval = For approval
approvals-title = Issues that wait for approval
approvals-lead = The office sees an issue only after it was approved. The day of handing in is that of the approval.
approvals-count = { $count ->
    [one] { $count } issue waits
   *[other] { $count } issues wait
}
approvals-column-tick = Choose
approvals-column-asked = Asked by
approvals-tick = Choose the issue: { $wording }
approvals-approve = Approve and hand in those chosen
approvals-approve-all = Approve and hand in all { $count }
approvals-return = Give back those chosen
approvals-most = One press hands in at most { $most } issues; press again for the rest.
approvals-none = Nothing waits for approval
approvals-none-text = When somebody asks, you are told in your inbox and the issue appears here.
approval-title = Approval inside the organisation
approval-needed = The organisation wants issues approved before they leave.
approval-ask = Ask for approval
approval-approve = Approve and hand in
approval-return = Give back with a remark
approval-return-title = Give back to the writer
approval-take-back = Take back to change it
approval-asked = Waits for approval
approval-returned = Given back inside
approval-line-asked = { $name } asked for approval. While it waits it cannot be changed.
approval-line-returned = { $name } gave it back to be changed.
approval-line-given = { $name } approved it.
field-approval-remark = Remark
hint-approval-remark = What has to be changed or added. Only people of the organisation read it.
approval-set-link = Approval before handing in: { $name }
approval-set-title = Approval before handing in
approval-set-lead = When it is on, writers send issues to the head of the organisation; the office receives them once they are approved. What waits goes on waiting if it is turned off later.
approval-set-who = Who may approve today
approval-set-nobody = Nobody. Give the post of head or deputy, or the role of approving, to somebody with an account.
approval-set-who-hint = Head and deputies approve by their post. Administrators can give the role to others.
approves-first-no = No, writers hand in to the office directly
approves-first-yes = Yes, they are approved before they leave
field-approves-first = Do issues have to be approved inside the organisation before they leave?
desk-turned-back = Issues given back inside
task-approval = { $count ->
    [one] Approve { $count } issue for { $title }
   *[other] Approve { $count } issues for { $title }
}
task-approval-returned = { $count ->
    [one] Change { $count } issue that was given back inside
   *[other] Change { $count } issues that were given back inside
}
flash-approval-set = How the organisation approves was saved.
flash-approval-asked = Asked for approval. The office does not see it until it is approved.
flash-approval-given = Approved and handed in to the office.
flash-approval-returned = Given back. Who asked is told.
flash-approval-taken-back = Taken back. Change it and ask again.
event-approval-asked = Approval asked for
event-approval-given = Approved inside the organisation
event-approval-returned = Given back inside the organisation
event-approval-taken-back = Taken back to be changed
event-body-approval-set = Approval inside an organisation set
refusal-issue-in-approval = The issue waits for approval inside the organisation. Take it back before you change it or hand it in
refusal-issue-not-in-approval = The issue does not wait for approval any more
refusal-issue-approved-text = The issue left with an approval. Ask who approved it to change it
refusal-approval-list-changed = The list has changed since this page was shown. Look at it and press again
refusal-approval-none-chosen = Choose at least one issue
refusal-body-no-approver = Nobody could approve. Give a post or the role of approving before you turn it on
notice-approval-asked = { $organisation } has issues that wait for approval before they go to { $title }. Last day: { $closes }.
notice-approval-asked-subject = Issues wait for approval: { $title }
notice-approval-given = { $name } approved issues that you sent: { $count }.
notice-approval-given-subject = Issues approved: { $count }
notice-approval-returned = { $name } gave back issues with a remark: { $count }.
notice-approval-returned-subject = Issues to be changed before they leave: { $count }
