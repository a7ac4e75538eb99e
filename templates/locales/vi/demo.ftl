# The demonstration.
set-up-demo-title = Hoặc dùng thử với dữ liệu minh họa
set-up-demo-lead = Một phường với kế hoạch, hội nghị, ý kiến, biên bản, cam kết và báo cáo của hai năm. Tên người là bịa đặt. Chỉ dùng để xem thử: không nạp vào hệ thống sẽ dùng thật.
set-up-demo-button = Nạp dữ liệu minh họa
flash-demo-loaded = Đã nạp dữ liệu minh họa. Đăng nhập bằng vanphong, bithu, thuky, mattran, phunu, kinhte hoặc vanphongthanhuy, mật khẩu HoaPhuongDo-2026.
refusal-demo-not-empty = Hệ thống đã có tài khoản. Dữ liệu minh họa chỉ nạp được vào hệ thống chưa ai dùng.
refusal-demo-too-early = Đồng hồ của máy chỉ một ngày trước 02/02/2026. Hãy chỉnh lại ngày giờ rồi nạp dữ liệu minh họa.
