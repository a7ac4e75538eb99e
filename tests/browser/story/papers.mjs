// Days and texts of the year. Every day stands here because of the calendar and the rules, not because the program says so.

/** The two sessions of the year. */
export const SPRING = {
  title: 'Đối thoại chuyên đề phòng, chống thiên tai', kind: 'Chuyên đề', counterpart: 'Nhân dân bản Hìn',
  on: '16/04/2026', day: '2026-04-16', starts: '14:00', ends: '16:30', place: 'Nhà văn hóa bản Hìn',
};
export const AUTUMN = {
  title: 'Hội nghị đối thoại với Nhân dân năm 2026', kind: 'Định kỳ', counterpart: 'Nhân dân phường Chiềng An',
  on: '11/09/2026', day: '2026-09-11', starts: '08:00', ends: '11:30', place: 'Hội trường UBND phường Chiềng An',
};

/**
 * Reception days, two a month: the 10th and the 25th, or the next working day where that is a day off.
 * 10/1 is a Saturday worked in place of Friday 2/1. 25/1, 10/5, 25/10 are Sundays; 25/7 and 10/10 are Saturdays.
 * 25/4 is a Saturday, 26/4 Giỗ Tổ on a Sunday, Monday 27/4 off in its place: Tuesday 28/4.
 */
export const RECEPTIONS = [
  '10/01', '26/01', '10/02', '25/02', '10/03', '25/03', '10/04', '28/04', '11/05', '25/05', '10/06', '25/06',
  '10/07', '27/07', '10/08', '25/08', '10/09', '25/09', '12/10', '26/10', '10/11', '25/11', '10/12', '25/12',
].map((day) => `${day}/2026`);

/** Thirty days to prepare leave 5/2 to 31/12, 330 days; the middle is 165 days after 5/2: Monday 20 July. */
export const PROPOSED_DIALOGUE = '20/07/2026';

/**
 * Thursday 16 April 2026. Ten calendar days after is Sunday 26/4, and neither the law nor the habit moves it.
 * Working days back from the 16th: 15, 14, 13 | 10, 9, 8, 7.
 */
export const SPRING_DATES = [
  ['Bắt đầu nhận ý kiến', '17/03/2026'],
  ['Hết hạn nhận ý kiến', '06/04/2026'],
  ['Tổng hợp xong ý kiến', '07/04/2026'],
  ['Thông báo công khai', '09/04/2026'],
  ['Chuẩn bị xong câu trả lời', '13/04/2026'],
  ['Ra thông báo kết luận', '26/04/2026'],
  ['Công khai kết quả', '26/04/2026'],
];

/**
 * Friday 11 September 2026. Working days back: 10, 9, 8 | 7, 4, 3 and, over the National Day run of 29/8 to 2/9, Friday 28/8.
 * Ten days before would be 1/9, after the synthesis, so the intake closes with the synthesis on 28/8.
 * Seven days before is Friday 4/9; ten days after Monday 21/9; thirty days before Wednesday 12/8.
 */
export const AUTUMN_DATES = [
  ['Bắt đầu nhận ý kiến', '12/08/2026'],
  ['Hết hạn nhận ý kiến', '28/08/2026'],
  ['Tổng hợp xong ý kiến', '28/08/2026'],
  ['Thông báo công khai', '04/09/2026'],
  ['Chuẩn bị xong câu trả lời', '08/09/2026'],
  ['Ra thông báo kết luận', '21/09/2026'],
  ['Công khai kết quả', '21/09/2026'],
];

/**
 * The issues of the year. `village`: the three that village boards of the ward brought in 2025. The others were raised in other
 * wards: Sa Pa (lane), Thanh Thủy of Huế (houses, plots), Hòa Minh of Đà Nẵng (schools), Hải An of Hải Phòng (houses of culture,
 * parking).
 */
export const ISSUES = {
  road: 'Đề nghị cải tạo tuyến đường của một bản trong phường thường xuyên bị ngập, đi lại khó khăn.',
  drains: 'Đề nghị nâng cấp hệ thống thoát nước, chiếu sáng và hỗ trợ chuyển đổi cây trồng phù hợp.',
  slope: 'Nứt sườn dốc, sạt lở do mưa kéo dài đe dọa hàng chục hộ; đề nghị di dời khẩn cấp và có phương án tái định cư an toàn.',
  lane: 'Đường vào khu dân cư tổ 2 xuống cấp, đi lại khó khăn.',
  houses: 'Đề nghị hỗ trợ sửa chữa nhà ở cho hộ nghèo và thực hiện chính sách với người có công.',
  plots: 'Đề nghị xử lý tình trạng lệch tọa độ thửa đất trong hồ sơ đất đai.',
  schools: 'Đề nghị có biện pháp xử lý ùn tắc giao thông tại cổng các trường học.',
  culture: 'Đề nghị đầu tư xây dựng nhà văn hóa cho các tổ dân phố chưa có.',
  parking: 'Đề nghị xử lý tình trạng đỗ xe tràn lan dưới lòng đường.',
};

/** The sheet of the women's union: three good rows, one that the union has handed in already, and two faulty ones. */
export const SHEET = [
  [ISSUES.plots, 'kiến nghị', 'Đất đai', 31, 'Tổ 4'],
  [ISSUES.schools, 'kiến nghị', 'An toàn giao thông', 120, 'Tổ 1'],
  [ISSUES.culture, 'kiến nghị', 'Nhà văn hóa, sân thể thao', 45, 'Tổ 6'],
  [ISSUES.lane, 'kiến nghị', 'Đường, cầu, ngõ xóm', 18, 'Tổ 2'],
  ['Đề nghị mở rộng trường mầm non.', 'kiến nghị', 'Vũ trụ', 10, 'Tổ 5'],
  ['=1+1', 'kiến nghị', 'Giáo dục', 5, 'Tổ 5'],
].map(([wording, kind, field, people, village]) =>
  ({ 'Nội dung': wording, Loại: kind, 'Lĩnh vực': field, 'Số người': people, 'Thôn, tổ dân phố': village }));
