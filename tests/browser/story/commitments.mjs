// The steps of a commitment, by those whose step it is. Every act opens the commitment first, as from a mail.

async function act(person, commitment, button, fields, words, said) {
  await person.go(commitment);
  await person.follow(button);
  for (const [label, value] of Object.entries(fields)) await person.fill(label, value);
  if (words) await person.fill(...words);
  await person.press(button);
  await person.see(said);
}

export async function accept(agency, commitment) {
  await agency.go(commitment);
  await agency.press('Nhận nhiệm vụ');
  await agency.see('Đã nhận nhiệm vụ.');
}

export const progress = (agency, commitment, percent, text, files) =>
  act(agency, commitment, 'Báo cáo tiến độ', { 'Mức độ hoàn thành': percent, ...(files && { 'Tệp minh chứng': files }) },
    ['Việc đã làm, vướng mắc', text], 'Đã ghi tiến độ.');

export const report = (agency, commitment, result, on, text) =>
  act(agency, commitment, 'Báo cáo kết quả', { [result]: true, 'Ngày thực hiện xong': on },
    ['Kết quả và minh chứng', text], 'Đã báo cáo kết quả. Mặt trận sẽ kiểm tra.');

export const notDone = (front, commitment, text) =>
  act(front, commitment, 'Chưa xong, yêu cầu làm tiếp', {}, ['Thực tế còn thiếu gì', text], 'Đã trả lại để cơ quan làm tiếp.');

export const confirm = (front, commitment, text) =>
  act(front, commitment, 'Xác nhận đúng như báo cáo', {}, ['Đã xem, đã hỏi những gì', text], 'Đã xác nhận. Văn phòng sẽ kết thúc theo dõi.');

export const close = (office, commitment, text) =>
  act(office, commitment, 'Kết thúc theo dõi', {}, ['Ghi chú', text], 'Đã kết thúc theo dõi.');

/** The office stops the clock of a commitment while another body has the matter; `paper` is its number and day. */
export const stop = (office, commitment, body, [paper, on], why) =>
  act(office, commitment, 'Tạm dừng tính thời hạn', { 'Chờ cơ quan nào': body, 'Văn bản': paper, 'Ngày văn bản': on },
    ['Lý do', why], 'Đã tạm dừng tính thời hạn.');

export const resume = (office, commitment, text) =>
  act(office, commitment, 'Tính tiếp thời hạn', {}, ['Ghi chú', text], 'Thời hạn được tính tiếp.');

/** The address of the commitment with this wording, from the list of those that `person` may read. */
export async function find(person, wording) {
  await person.go('/commitments?state=');
  return person.page.getByRole('link', { name: wording, exact: true }).first().getAttribute('href');
}
