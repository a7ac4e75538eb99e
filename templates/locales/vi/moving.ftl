# Issues that go to another session.

issues-tab-move = Chuyển hội nghị
move-title = Chuyển ý kiến sang hội nghị khác
move-lead = Ý kiến giữ mã biên nhận và người gửi; số thứ tự được cấp lại theo hội nghị mới. Tổ chức đã gửi được báo.
move-look = Xem ý kiến
move-source = { $title } ({ $count } ý kiến)
move-source-cancelled = Đã hủy: { $title } ({ $count } ý kiến đang chờ)
move-target = { $title }, ngày { $day }
move-cancelled = Hội nghị này đã hủy. { $count } ý kiến không bị mất, đang chờ hội nghị khác.
move-all = Chuyển tất cả { $count } ý kiến (mỗi lần tối đa { $most })
move-ticked = Chuyển các ý kiến đã đánh dấu
move-column-pick = Chọn
move-column-wording = Ý kiến
move-no-target = Chưa có hội nghị nào sắp tới để chuyển đến. Hãy lập hội nghị trước:
move-none = Không có ý kiến nào chờ chuyển
move-none-text = Khi một hội nghị bị hủy, ý kiến đã gửi cho hội nghị đó sẽ hiện ở đây.
field-move-from = Hội nghị
field-move-to = Chuyển sang
task-issues-left-behind = Chuyển { $count } ý kiến của hội nghị đã hủy sang hội nghị khác
flash-issues-moved = Đã chuyển ý kiến. Tổ chức gửi được báo.
refusal-move-session-began = Hội nghị đã bắt đầu hoặc đã kết thúc, không chuyển ý kiến đi được
refusal-move-nothing = Chưa chọn ý kiến nào
refusal-move-selected = Có ý kiến đã đưa vào chương trình của hội nghị này. Hãy đưa ra khỏi chương trình trước, rồi mới chuyển
event-issue-moved = Chuyển sang hội nghị khác
notice-issues-moved = { $count } ý kiến của tổ chức được chuyển sang hội nghị { $title }
notice-issues-moved-subject = Ý kiến được chuyển sang hội nghị khác
field-pick = Ý kiến
