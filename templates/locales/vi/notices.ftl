# The inbox, reminders, mails; the page of jobs.

inbox-new = Mới
inbox-read-all = Đánh dấu đã đọc tất cả
inbox-empty = Chưa có thông báo nào
inbox-empty-text = Khi có hội nghị được công bố, việc được giao hoặc hạn sắp đến, thông báo sẽ hiện ở đây.
flash-inbox-read = Đã đánh dấu tất cả thông báo là đã đọc.

notice-arg-title = Hội nghị
notice-arg-at = Thời gian
notice-arg-place = Địa điểm
notice-arg-due = Hạn
notice-arg-wording = Nội dung
notice-arg-reason = Lý do

notice-intake-closes-soon = Sắp hết hạn gửi ý kiến cho { $title }
notice-answers-due-soon = { $count } kiến nghị cần chuẩn bị trả lời, hạn { $due }
notice-answers-overdue = { $count } kiến nghị đã quá hạn chuẩn bị trả lời ({ $due })
notice-session-tomorrow = Ngày mai: { $title }
notice-minutes-unsigned = Biên bản vẫn chờ ký: { $title }
notice-conclusion-due = Sắp đến hạn ra thông báo kết luận: { $title }
notice-commitment-due-soon = Sắp đến hạn thực hiện cam kết { $code }
notice-commitment-due-today = Hôm nay là hạn thực hiện cam kết { $code }
notice-commitment-overdue = Cam kết { $code } đã quá hạn
notice-commitment-very-late = Cam kết { $code } quá hạn kéo dài
notice-commitment-stopped = Cam kết { $code } tạm dừng tính thời hạn
notice-commitment-resumed = Cam kết { $code } được tính tiếp thời hạn
notice-report-due-soon = Sắp đến hạn gửi báo cáo năm { $year }
notice-report-overdue = Báo cáo năm { $year } đã quá hạn gửi
notice-other = Có thông báo mới

mail-greeting = Kính gửi { $name },
mail-open = Xem và xử lý tại:
mail-footer = Thư tự động của hệ thống Đối Thoại, xin không trả lời thư này. Mọi thông báo đều có trong Hộp thư:

nav-jobs = Công việc tự động
jobs-title = Công việc tự động
jobs-lead = Hệ thống tự chạy các công việc dưới đây. Công việc bị lỗi sẽ tự chạy lại; việc lỡ do máy tắt được chạy bù một lần.
jobs-empty = Chưa có công việc nào chạy
jobs-empty-text = Danh sách sẽ hiện trong vài giây sau khi máy chủ khởi động.
column-job = Công việc
column-last-run = Lần chạy gần nhất
column-next-run = Lần chạy tiếp theo
column-to = Gửi đến
column-given-up = Ngừng gửi lúc
job-name-reminders = Nhắc việc, nhắc hạn
job-name-report-reminders = Nhắc hạn báo cáo
job-name-delivery = Chuyển thông báo, gửi thư điện tử
job-name-tidy = Dọn dữ liệu tạm hằng đêm
job-state-fine = Bình thường
job-state-running = Đang chạy
job-state-failed = Lỗi, sẽ chạy lại
job-state-late = Trễ giờ
job-state-new = Chưa chạy
job-never = Chưa chạy lần nào
job-tally = Đã làm { $done }, bỏ qua { $skipped }, chưa được { $failed }
job-run-now = Chạy ngay
flash-job-requested = Công việc sẽ chạy trong vài giây.
deliveries-title = Thông báo và thư điện tử
deliveries-waiting = { $count } thông báo, thư đang chờ gửi.
deliveries-no-mail = Chưa cài đặt máy chủ gửi thư (smtp_url): thông báo chỉ vào Hộp thư của từng người.
deliveries-dead = Thư không gửi được, đã ngừng gửi
delivery-attempts = { $count } lần gửi
delivery-retry = Gửi lại
flash-delivery-retried = Thư sẽ được gửi lại ngay.
event-job-requested = Yêu cầu chạy công việc tự động
event-delivery-retried = Yêu cầu gửi lại thư
