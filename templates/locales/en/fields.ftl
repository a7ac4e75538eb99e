# A unit's own fields of life.

issues-tab-fields = Fields
fields-title = List of fields
fields-lead = A unit may sort issues by a list of its own, in two levels. Each field counts for one group of the common report, so that figures sent upward can be added to those of other units.
fields-in-use = The unit uses its own list below.
fields-not-in-use = The unit's own list is not in use yet.
fields-from-above = Forms use the list of { $unit }.
fields-from-common = Forms use the common list.
fields-use = Use the unit's own list
fields-leave = Stop using the unit's own list
fields-copy = Copy the common list and change it
fields-none = The unit has no list of its own
fields-none-text = Copy the common list and change it, or add fields one by one. The list takes effect once you press “Use the unit's own list”.
fields-column-place = Order
field-add = Add a field
field-field-name-vi = Name of the field
field-field-name-en = Name in English
hint-field-name-en = Left empty, the Vietnamese name stands for it.
field-field-parent = Belongs to
field-no-parent = None, it is an upper field
field-field-top = Group of the common report
hint-field-top = Where issues of this field are counted in reports sent upward.
hint-field-top-changed = After a change, reports not yet sent are counted by the new group. Those that were sent stay as they are.
field-no-top = Choose a group
field-is-closed = No longer used
field-closed = { $name } (no longer used)
field-common = Group of the common report: { $name }
field-closed-lead = This field can no longer be chosen. Issues that were sorted by it stay as they are.
field-close = Stop using this field
field-reopen = Use it again
field-remove = Remove the field
field-uses = Where it is used
field-uses-lead = The field is used and cannot be removed. You can stop using it, so that it is no longer offered.
field-uses-none = Used nowhere yet.
field-use-issues = { $count } { $count ->
    [one] issue
   *[other] issues
}
field-use-agenda = { $count } { $count ->
    [one] line of an agenda
   *[other] lines of agendas
}
field-use-fields = { $count } { $count ->
    [one] lower field
   *[other] lower fields
}
flash-field-added = The field was added.
flash-field-saved = The list of fields was saved.
flash-field-closed = The field is no longer offered. Earlier issues keep it.
flash-field-removed = The field was removed.
flash-fields-copied = The common list was copied. Change it, then press “Use the unit's own list”.
flash-fields-used = The unit's forms now use its own list.
flash-fields-left = The unit no longer uses its own list. Earlier issues keep their fields.
refusal-field-name-taken = The list already has a field called { $name }. Choose another name
refusal-field-in-use = It cannot be removed because it is used: issues: { $issues }, lines of agendas: { $agenda }, lower fields: { $fields }. You can stop using it instead
refusal-field-last-one = A list in use needs at least one upper field. Add another one, or stop using the list first
refusal-fields-too-many = A list has at most { $most } fields
refusal-fields-not-empty = The list has fields already; the common list cannot be copied into it
refusal-fields-empty = The list has no field to use yet. Add one first
event-field-added = Field added
event-field-changed = Field changed
event-field-closed = Field no longer used
event-field-reopened = Field used again
event-field-moved = Order of fields changed
event-field-removed = Field removed
event-fields-copied = Common list of fields copied
event-fields-put-in-use = Own list of fields put in use
event-fields-left = Own list of fields no longer used
