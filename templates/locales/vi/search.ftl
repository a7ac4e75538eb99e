# Searching everything that one may see.

search-title = Tìm kiếm
search-header = Tìm trong hệ thống
search-words = Từ cần tìm
search-kind = Loại
search-unit = Đơn vị (gồm cả cấp dưới)
search-from = Từ ngày
search-to = Đến ngày
search-kind-issue = Ý kiến, kiến nghị
search-kind-answer = Câu trả lời
search-kind-session = Hội nghị đối thoại
search-kind-minutes = Biên bản
search-kind-commitment = Cam kết
search-kind-conclusion = Thông báo kết luận
search-kind-report = Báo cáo
search-found = Tìm thấy { $count } kết quả, mới nhất ở trên.
search-found-more = Có hơn { $count } kết quả, mới nhất ở trên. Gõ thêm từ hoặc chọn bộ lọc để thu hẹp.
search-none = Không tìm thấy nội dung nào
search-none-text = Thử gõ ít từ hơn hoặc từ khác. Không cần gõ dấu: "duong" cũng tìm thấy "đường".
search-none-filtered = Thử bỏ bớt bộ lọc, hoặc gõ ít từ hơn.
search-empty = Gõ từ cần tìm
search-empty-text = Ví dụ: ngap nuoc to 5. Không cần gõ dấu. Đặt trong ngoặc kép để tìm đúng cụm từ: "Lê Hồng Phong".
job-name-attachment-texts = Đọc nội dung tệp đính kèm để tìm kiếm
job-name-search-index = Lập chỉ mục tìm kiếm

alike-title = Ý kiến có nội dung tương tự
alike-typing = Các ý kiến dưới đây có vẻ nói cùng một việc. Nếu đúng, không cần gửi lại; nếu khác, cứ tiếp tục gửi.
alike-office = Tìm trong mọi năm, theo nội dung và địa điểm. Có thể nhập các ý kiến trùng nhau làm một.
alike-percent = Giống khoảng { $percent }%
alike-none = Chưa thấy ý kiến nào tương tự.
alike-look = Xem ý kiến tương tự
