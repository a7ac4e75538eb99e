# Signing in, accounts, set-up, home.

continue = Tiếp tục
role-office = Văn phòng
role-leader = Lãnh đạo
role-clerk = Thư ký
role-submitter = Người gửi ý kiến
role-answering = Người trả lời
role-supervisor = Giám sát
role-superior = Cấp trên xem xét
role-auditor = Người xem nhật ký
role-admin = Quản trị viên

field-login = Tên đăng nhập
field-password = Mật khẩu
field-current = Mật khẩu hiện tại
field-new-password = Mật khẩu mới
field-full-name = Họ và tên
field-unit = Đơn vị
field-province = Tỉnh, thành phố
hint-login = Chữ không dấu, số, dấu chấm; ví dụ vanphong.haian
hint-password = Từ 12 ký tự; một câu ngắn dễ nhớ là tốt nhất
hint-set-up-unit = Chọn xã, phường, đặc khu; hoặc chọn chính tỉnh, thành phố nếu hệ thống dùng ở cấp tỉnh

sign-in-help = Quên mật khẩu? Quản trị viên của đơn vị cấp lại mật khẩu cho bạn.
account-roles = Vai trò
account-change-password = Đổi mật khẩu
password-must-change = Mật khẩu hiện tại do người khác đặt. Hãy đặt mật khẩu của riêng bạn trước khi làm việc.
set-up-title = Thiết lập ban đầu
set-up-lead = Chọn đơn vị sử dụng và tạo tài khoản quản trị. Các cơ quan, tổ chức của đơn vị được tạo sẵn theo quy định hiện hành.
set-up-admin = Quản trị viên đầu tiên
set-up-finish = Hoàn tất thiết lập

home-title = Việc của tôi
home-greeting = Chào { $name }
home-now = Việc cần làm
home-empty = Không có việc nào đang chờ bạn
home-empty-text = Khi có việc mới, việc đó hiện ở đây và trong hộp thư.
task-late = Quá hạn
task-soon = Sắp đến hạn
nav-holidays = Lịch làm việc

flash-signed-out = Bạn đã đăng xuất.
flash-password-changed = Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.
flash-set-up-done = Đã thiết lập xong. Hãy đăng nhập bằng tài khoản vừa tạo.

problem-wait = Hãy chờ { $seconds } giây rồi thử lại.
problem-limit = Dung lượng lớn nhất được nhận là { $megabytes } MB.
problem-forged = Biểu mẫu này không được mở từ trang của hệ thống hoặc đã hết hiệu lực. Hãy tải lại trang rồi gửi lại.

refusal-form-required = Chưa nhập nội dung: { $field }
refusal-form-too-long = { $field } dài { $length } ký tự, tối đa { $most } ký tự
refusal-form-date = { $field }: ngày không đúng, hãy nhập dạng ngày/tháng/năm, ví dụ 28/08/2026
refusal-form-time = { $field }: giờ không đúng, hãy nhập dạng 08:30
refusal-form-number = { $field }: hãy nhập một số
refusal-form-range = { $field }: hãy nhập số từ { $least } đến { $most }
refusal-form-choice = { $field }: hãy chọn một mục trong danh sách
refusal-form-incomplete = Biểu mẫu chưa đủ nội dung. Hãy tải lại trang rồi gửi lại
refusal-sign-in-wrong = Tên đăng nhập hoặc mật khẩu không đúng
refusal-password-length = Mật khẩu phải có từ { $least } đến { $most } ký tự
refusal-password-guessable = Mật khẩu này dễ đoán, hãy chọn mật khẩu khác
refusal-password-wrong = Mật khẩu hiện tại không đúng
refusal-account-login-form = Tên đăng nhập cần ít nhất 3 ký tự, chỉ gồm chữ, số và các dấu . _ - @
refusal-account-login-taken = Tên đăng nhập này đã có người dùng
refusal-units-row-unreadable = Dòng { $row }: không đọc được
refusal-units-kind-unknown = Dòng { $row }: loại đơn vị không có trong danh mục
refusal-units-parent-unknown = Dòng { $row }: không tìm thấy đơn vị cấp trên phía trước dòng này
refusal-units-code-twice = Dòng { $row }: mã đơn vị bị lặp
refusal-unit-not-active = Đơn vị này chưa tham gia hệ thống
flash-unit-activated = Đơn vị đã bắt đầu tham gia.
account-mail = Thư điện tử
account-calendar-mail = Gửi kèm lịch mời trong thư về hội nghị
account-calendar-mail-hint = Lịch kèm theo cho phép nhận lời, từ chối ngay trong chương trình thư. Nếu bỏ chọn, Ông/Bà chỉ nhận thư thông báo thường.
flash-calendar-mail-saved = Đã lưu cách gửi thư.
event-account-calendar-mail-changed = Đổi cách gửi lịch mời
