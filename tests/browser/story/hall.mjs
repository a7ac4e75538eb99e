// What is done on the day of every session: who came, what was said, who signs.

/** Puts those on the list who lead the bodies; from then on they are invited. */
export async function invite(clerk, session) {
  await clerk.go(`${session}/attendance`);
  await clerk.press('Lập danh sách từ các cơ quan');
}

/** Marks these people of the list as present; whoever has a reason, with it. */
export async function attend(clerk, session, { present, excused = {} }) {
  await clerk.go(`${session}/attendance`);
  for (const name of present) await clerk.fill(`Điểm danh ${name}`, 'Có mặt');
  for (const [name, reason] of Object.entries(excused)) {
    await clerk.fill(`Điểm danh ${name}`, 'Vắng có lý do');
    await clerk.fill(`Lý do vắng hoặc người dự thay ${name}`, reason);
  }
  await clerk.press('Lưu điểm danh');
  await clerk.see(`Có mặt ${present.length} trên`);
}

/** Opens the line of the minutes whose name begins like this. */
export async function line(clerk, session, name) {
  await clerk.go(`${session}/minutes`);
  await clerk.page.getByRole('row').getByRole('link', { name }).click();
  await clerk.settle();
}

/** Writes on the open line, and goes on to the next one. Answers and promises are given in their order. */
export async function write(clerk, { who, from, contents, answers = [], outcome, note, promises = [] }) {
  if (who) await clerk.fill('Người hỏi', who);
  if (from) await clerk.fill('Thôn, tổ dân phố hoặc đơn vị', from);
  if (contents) await clerk.fill('Số nội dung trong ý kiến này', contents);
  for (const [at, answer] of answers.entries()) {
    const part = await clerk.within(`Trả lời ${at + 1}`);
    await part.fill('Cơ quan trả lời', answer.body);
    await part.fill('Họ tên, chức vụ người trả lời', answer.by);
    await part.fill('Nội dung trả lời', answer.text);
    if (at + 1 < answers.length) await clerk.press('Lưu, thêm dòng trả lời hoặc cam kết');
  }
  for (const [at, promise] of promises.entries()) {
    const part = await clerk.within(`Cam kết ${at + 1}`);
    await part.fill('Việc cam kết', promise.wording);
    await part.fill('Cơ quan chủ trì', promise.body);
    await part.fill('Hoàn thành trước hoặc trong ngày', promise.due);
    if (at + 1 < promises.length) await clerk.press('Lưu, thêm dòng trả lời hoặc cam kết');
  }
  if (outcome) await clerk.fill(outcome, true);
  if (note) await clerk.fill('Ghi chú về kết quả', note);
  await clerk.press('Lưu và sang nội dung sau');
}

/** A question from the floor; the screen stays on its line. */
export async function floor(clerk, session, { question, who, from }) {
  await clerk.go(`${session}/minutes`);
  await clerk.follow('Ý kiến tại hội nghị');
  await clerk.fill('Nội dung ý kiến', question);
  await clerk.fill('Người hỏi', who);
  await clerk.fill('Thôn, tổ dân phố hoặc đơn vị', from);
  await clerk.press('Ghi ý kiến');
  await clerk.see('Đã ghi ý kiến.');
}

/** Chair and clerk sign; the second signature locks. */
export async function sign(chair, clerk, session) {
  await chair.go(`${session}/minutes`);
  await chair.press('Ký với tư cách chủ trì');
  await chair.see('Đã ký biên bản.');
  await clerk.go(`${session}/minutes`);
  await clerk.press('Ký với tư cách thư ký');
  await clerk.see('Đã ký, đã khóa');
  await clerk.see('Nội dung đúng như khi ký');
}

/** The office writes the conclusion, the leader signs it, the office publishes it with proofs. */
export async function conclude(office, leader, session, { issuer, number, general, published }) {
  await office.go(`${session}/conclusion`);
  await office.press('Soạn thông báo kết luận');
  await office.follow('Số, cơ quan ban hành, đánh giá chung');
  await office.fill('Cơ quan ban hành', issuer);
  await office.fill('Số văn bản', number);
  await office.fill('Đánh giá chung', general);
  await office.press('Lưu');
  await leader.go(`${session}/conclusion`);
  await leader.follow('Ký thông báo kết luận');
  await leader.press('Ký thông báo kết luận');
  await leader.see('Đã ký. Các nhiệm vụ đã thành cam kết và được gửi đến cơ quan chủ trì.');
  for (const [channel, { on, proof }] of Object.entries(published)) {
    await office.go(`${session}/conclusion`);
    await office.follow(`Ghi nhận công khai ${channel}`);
    await office.fill('Ngày công khai', on);
    await office.fill('Minh chứng', proof);
    await office.press('Lưu');
    await office.see('Đã ghi nhận công khai.');
  }
}
