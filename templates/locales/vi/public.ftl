# Help, accessibility, protection of personal data.

guide-help-title = Trợ giúp
guide-help-lead = Đối Thoại giúp đơn vị tổ chức đối thoại trực tiếp với Nhân dân: từ kế hoạch năm đến khi lời hứa được thực hiện.
guide-help-start = Bắt đầu từ “Việc của tôi”
guide-help-start-text = Sau khi đăng nhập, trang “Việc của tôi” liệt kê những việc đang chờ bạn, việc gấp nhất ở trên cùng. Bấm vào tên việc để làm ngay.
guide-help-steps = Các bước của một kỳ đối thoại
guide-help-steps-text =
    Kế hoạch năm; thông báo và đợt tiếp nhận ý kiến; phân loại, giao cơ quan chuẩn bị trả lời; chương trình; hội nghị và biên bản; kết luận, cam kết; theo dõi đến khi xong; báo cáo năm.

    Các mốc thời hạn được tính từ ngày tổ chức theo bộ quy định mà đơn vị chọn. Trang của mỗi hội nghị cho biết từng mốc được tính thế nào.
guide-help-issues = Bàn của tổ chức: gửi ý kiến
guide-help-issues-text =
    Ở “Ý kiến của tổ chức tôi”, bấm “Nhập ý kiến” và chọn loại. Mỗi ý kiến một việc, nêu rõ ở đâu, bao nhiêu người cùng ý kiến. Nhập thay người dân thì chọn ý kiến đến bằng đơn thư, điện thoại hay mạng; họ tên, điện thoại ghi ở mục “Người kiến nghị”, khi họ đồng ý. Gửi xong có mã biên nhận: in ra hoặc đọc cho người dân để họ tự tra cứu.

    Tố cáo không nhập vào hệ thống này. Hãy chuyển theo đúng thủ tục; hệ thống chỉ ghi số và ngày.
guide-help-sheet = Gửi cả bảng Excel, CSV
guide-help-sheet-text =
    Tải mẫu, điền mỗi dòng một ý kiến, chọn tệp rồi bấm “Kiểm tra tệp”. Dòng mới, dòng cập nhật, dòng đã có, dòng lỗi được nêu rõ; chưa có gì được ghi cho đến khi bạn bấm “Nhập”. Dòng lỗi tải về được kèm lý do. Nhập lại một tệp không tạo ý kiến trùng.

    Dòng có ô nghe như tố cáo thì không được lưu. Nếu không phải tố cáo, ghi x ở cột “Không phải tố cáo”.
guide-help-following = Theo dõi, sửa, rút ý kiến
guide-help-following-text = Ý kiến bị trả lại hiện ở “Việc của tôi”: mở ra, đọc lý do, sửa và gửi lại. Sửa được cho đến khi văn phòng tiếp nhận; rút được cho đến khi ý kiến được chọn đưa ra hội nghị hoặc đã có quyết định. Ý kiến được gộp với ý kiến giống thì mã biên nhận vẫn dùng được.
guide-help-triage = Bàn tiếp nhận của văn phòng
guide-help-triage-text =
    Ở “Bàn xử lý”, danh sách ở bên trái, ý kiến đang mở ở bên phải. Đánh dấu nhiều ý kiến để làm một lần; làm nhầm thì “Hoàn tác” trong nửa phút, khi đó chưa ai được báo. Lĩnh vực và cơ quan chỉ được đề xuất, bạn bấm “Dùng” thì mới được ghi. Các phím tắt ghi ở cuối trang.

    Gộp, tách, chuyển nơi khác đều giữ mã biên nhận và số của từng ý kiến. “Ý kiến nêu lại” cho biết việc đã nêu mấy lần, đã hứa gì, đã giữ lời chưa. “Bảng tổng hợp” đếm lượt, ý kiến, nội dung; bấm vào số để xem danh sách.
guide-help-complaints = Khiếu nại và thông báo tiếp nhận
guide-help-complaints-text = Khiếu nại được giữ kín ngay: chỉ văn phòng của đơn vị xem được, mỗi lần xem đều được ghi lại; tổ chức gửi có phiếu hướng dẫn. Thông báo tiếp nhận phải gửi trong 10 ngày làm việc; trang “Thông báo phải gửi” liệt kê cho đến khi bạn ghi đã gửi.
guide-help-saving = Lưu và giữ nội dung
guide-help-saving-text = Khi biểu mẫu có chỗ sai, nội dung đã nhập được giữ nguyên và chỗ cần sửa được nêu ở đầu trang và cạnh từng ô. Phần ghi biên bản tự lưu; dòng trạng thái cho biết lần lưu gần nhất.
guide-help-keyboard = Dùng bàn phím
guide-help-keyboard-text = Phím Tab đi qua mọi mục, phím Enter để mở. Trong danh sách sắp thứ tự, giữ Alt và bấm mũi tên lên hoặc xuống để chuyển một dòng.
guide-help-calendar = Xem lịch trên điện thoại
guide-help-calendar-text = Trang “Lịch” có địa chỉ để điện thoại hoặc máy tính theo dõi. Địa chỉ riêng của bạn là bí mật: đừng gửi cho người khác; nếu lộ, hãy hủy và tạo địa chỉ mới.
guide-help-contact = Khi cần hỗ trợ
guide-help-contact-text = Liên hệ quản trị viên của đơn vị. Nếu gặp trang báo sự cố, hãy gửi kèm mã tra cứu trên trang đó.

guide-accessibility-title = Khả năng tiếp cận
guide-accessibility-lead = Mọi người đều phải dùng được hệ thống này, kể cả khi không nhìn rõ, không dùng chuột hoặc dùng máy cũ.
guide-accessibility-standard = Tiêu chuẩn
guide-accessibility-standard-text = Hệ thống hướng tới WCAG 2.2 mức AA và Thông tư 26/2020/TT-BTTTT. Các trang được kiểm tra tự động khi xây dựng phần mềm.
guide-accessibility-ways = Những gì đã có
guide-accessibility-ways-text = Dùng được hoàn toàn bằng bàn phím; chữ và nền đủ tương phản; trạng thái luôn bằng chữ, không chỉ bằng màu; hiển thị được trên màn hình rộng 360 điểm; các việc chính làm được khi trình duyệt tắt JavaScript; bản in bỏ phần điều hướng.
guide-accessibility-limits = Những gì còn hạn chế
guide-accessibility-limits-text = Tệp đính kèm do người khác tải lên có thể không đọc được bằng phần mềm đọc màn hình. Hãy đề nghị đơn vị cung cấp bản khác.
guide-accessibility-report = Góp ý
guide-accessibility-report-text = Nếu có trang nào khó dùng, hãy báo cho quản trị viên của đơn vị và nêu địa chỉ của trang.

guide-privacy-title = Bảo vệ dữ liệu cá nhân
guide-privacy-lead = Theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15. Đơn vị sử dụng hệ thống chịu trách nhiệm về dữ liệu được lưu.
guide-privacy-what = Dữ liệu được lưu
guide-privacy-what-text = Họ tên, chức vụ, thư điện tử của người làm việc trên hệ thống; nội dung ý kiến, kiến nghị và, khi cần, thông tin về người nêu; nhật ký thao tác.
guide-privacy-why = Mục đích
guide-privacy-why-text = Chỉ để tổ chức đối thoại, trả lời và theo dõi việc giải quyết ý kiến của Nhân dân, và để báo cáo theo quy định.
guide-privacy-who = Ai được xem
guide-privacy-who-text = Mỗi người chỉ xem được phần thuộc nhiệm vụ của mình. Mọi thay đổi đều được ghi vào nhật ký chỉ ghi thêm; ai sửa nhật ký sẽ bị phát hiện.
guide-privacy-denunciation = Tố cáo
guide-privacy-denunciation-text = Nội dung tố cáo và danh tính người tố cáo không được lưu trong hệ thống này.
guide-privacy-rights = Quyền của bạn
guide-privacy-rights-text = Bạn có quyền được biết, xem, sửa, yêu cầu xóa hoặc hạn chế xử lý dữ liệu của mình, phản đối và khiếu nại. Gửi yêu cầu đến văn phòng của đơn vị; đơn vị phản hồi việc tiếp nhận trong 02 ngày làm việc.
guide-privacy-cookies = Cookie
guide-privacy-cookies-text = Hệ thống chỉ dùng cookie để giữ phiên đăng nhập, ngôn ngữ và thông báo vừa xong. Không có cookie theo dõi, không tải gì từ máy chủ bên ngoài. Nội dung chưa lưu được có thể nằm tạm trên máy của bạn và bị xóa khi đăng xuất.

public-caption = Đối thoại với Nhân dân
public-coming = Sắp tổ chức
public-none = Chưa có hội nghị nào được công bố
public-none-text = Khi có hội nghị mới, thời gian, địa điểm và cách tham dự hiện ở đây.
public-past = Đã tổ chức
public-past-none = Chưa có.
public-see-commitments = Cam kết sau đối thoại và tiến độ thực hiện
public-see-calculator = Tính thời hạn theo ngày làm việc

calculator-title = Tính thời hạn
calculator-lead = Ngày cuối của một thời hạn, tính theo lịch làm việc của cơ quan nhà nước, và lý do từng ngày được tính hay không. Địa chỉ của trang kết quả có thể gửi cho người khác.
calculator-count = Tính
calculator-answer = Ngày cuối của thời hạn
calculator-unit-lam-viec = ngày làm việc
calculator-unit-lich = ngày (kể cả ngày nghỉ)
calculator-unit-gio = giờ làm việc
calculator-roll-khong = Giữ nguyên
calculator-roll-sau = Chuyển đến ngày làm việc tiếp theo
calculator-roll-truoc = Chuyển lên ngày làm việc liền trước
calculator-after-working = { $amount } ngày làm việc sau ngày { $day }; hết hạn lúc 24 giờ
calculator-after-calendar = { $amount } ngày sau ngày { $day }; hết hạn lúc 24 giờ
calculator-after-hours = { $amount } giờ làm việc từ ngày { $day }
calculator-before-working = { $amount } ngày làm việc trước ngày { $day }
calculator-before-calendar = { $amount } ngày trước ngày { $day }
calculator-before-hours = { $amount } giờ làm việc trước ngày { $day }
calculator-moved = Ngày tính được là { $day }, nhưng thời hạn không kết thúc vào ngày nghỉ.
calculator-would-be = Ngày này là ngày nghỉ. Nếu quy định áp dụng cho phép chuyển, thời hạn kết thúc vào ngày làm việc tiếp theo: { $day }.
calculator-forecast = Thời hạn chạm đến ngày chưa có thông báo chính thức về lịch nghỉ; kết quả là dự tính theo Bộ luật Lao động và có thể thay đổi.
calculator-basis = Căn cứ
calculator-basis-text =
    Bộ luật Dân sự 2015, Điều 147: thời hạn tính bằng ngày không tính ngày xảy ra sự kiện mà tính từ ngày tiếp theo; tính bằng giờ thì bắt đầu từ thời điểm đã xác định.

    Bộ luật Dân sự 2015, Điều 148: thời hạn kết thúc lúc 24 giờ của ngày cuối cùng; ngày cuối cùng là ngày nghỉ cuối tuần hoặc ngày nghỉ lễ thì kết thúc vào cuối ngày làm việc tiếp theo. Quy định riêng có thể nói khác; Điều 43 Luật Tổ chức chính quyền địa phương số 72/2025/QH15 không nói thời hạn rơi vào ngày nghỉ có được chuyển hay không.

    Bộ luật Lao động 45/2019/QH14, Điều 111 và 112, cùng thông báo hằng năm: ngày nghỉ lễ, tết, nghỉ bù và làm bù. Giờ làm việc tính từ 7 giờ 30 đến 11 giờ 30 và từ 13 giờ đến 17 giờ.

    Kết quả để tham khảo, không thay cho văn bản của cơ quan có thẩm quyền.
field-tu = Từ ngày
field-so = Số ngày hoặc số giờ
hint-so = Số âm để tính ngược, ví dụ -7 là 7 ngày trước
field-loai = Tính theo
field-doi = Khi ngày cuối là ngày nghỉ
field-luc = Từ lúc
hint-luc = Chỉ khi tính theo giờ làm việc, ví dụ 09:15
refusal-calculator-unknown-year = Từ ngày: chỉ tính được trong các năm { $first } đến { $last }
refusal-calculator-time-of-days = Từ lúc: chỉ nhập khi tính theo giờ làm việc
refusal-calculator-uncountable = Số ngày hoặc số giờ: lịch làm việc không đủ ngày để tính
public-see-notice = Xem thông báo
