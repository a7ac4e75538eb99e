// Chapter 2: the duties of the year become a plan, the plan an approved one. Early January.

import assert from 'node:assert/strict';
import { AUTUMN, PROPOSED_DIALOGUE, RECEPTIONS, SPRING } from './papers.mjs';

/** What stands in the cell of a row. */
const cell = (person, what, row) => person.value(`${what}, dòng ${row}`);

const changed = { 'Ngày tổ chức': 'on', 'Giờ bắt đầu': 'starts', 'Giờ kết thúc': 'ends', 'Loại hội nghị': 'kind', 'Tên hội nghị': 'title', 'Đối tượng đối thoại': 'counterpart', 'Địa điểm': 'place' };

async function write(person, row, session) {
  for (const [what, key] of Object.entries(changed)) await person.fill(`${what}, dòng ${row}`, session[key]);
}

export const plan = [
  ['the office has the year proposed from its duties', async (year) => {
    year.at('2026-01-06 08:00');
    const office = await year.person('office');
    await office.go('/');
    await office.see('Lập kế hoạch đối thoại, tiếp dân năm 2026');
    await year.picture(office, 'home-office');
    await office.follow('Lập kế hoạch đối thoại, tiếp dân năm 2026');
    await office.see('Đối thoại: ít nhất 1 lần trong năm');
    await office.see('Tiếp dân: ít nhất 2 ngày mỗi tháng');
    await office.press('Lập kế hoạch năm 2026');
    const days = [...RECEPTIONS.slice(0, 13), PROPOSED_DIALOGUE, ...RECEPTIONS.slice(13)];
    const proposed = await Promise.all(days.map((_, at) => cell(office, 'Ngày tổ chức', at + 1)));
    assert.deepEqual(proposed, days);
    assert.equal(await cell(office, 'Tên hội nghị', 14), 'Hội nghị đối thoại với Nhân dân năm 2026');
    assert.deepEqual(await office.axe(), []);
  }],

  ['the office moves the dialogue to September, adds one in April, and is told of a day off', async (year) => {
    const office = await year.person('office');
    await write(office, 14, { ...AUTUMN, on: '02/09/2026' });
    await write(office, 'Thêm', SPRING);
    await office.press('Lưu dự thảo');
    await office.see('Đã lưu dự thảo kế hoạch.');
    await office.see(/ngày nghỉ: Quốc khánh/);
    year.found.plan = office.path;
    // Saved lines are in the order of their days: 16/4 is after seven receptions, 2/9 after sixteen and the one in April.
    assert.equal(await cell(office, 'Tên hội nghị', 8), SPRING.title);
    assert.equal(await cell(office, 'Ngày tổ chức', 18), '02/09/2026');
    await office.fill('Ngày tổ chức, dòng 18', AUTUMN.on);
    await year.picture(office, 'plan');
    await office.press('Lưu và trình duyệt');
    await office.see('Đã trình lãnh đạo duyệt.');
    await office.see('Chờ duyệt');
  }],

  ['the secretary gives it back once, then approves it', async (year) => {
    const [office, secretary, women] = await year.people('office', 'secretary', 'women');
    await year.hidden(women, '/plans', year.found.plan);
    await secretary.go('/');
    await secretary.follow('Duyệt kế hoạch đối thoại, tiếp dân năm 2026');
    await secretary.fill('Lý do', 'Đối thoại chuyên đề nên bắt đầu từ 14 giờ 30 để bà con đi nương về kịp.');
    await secretary.press('Trả lại để sửa');
    await secretary.see('Đã trả lại kế hoạch cho văn phòng.');

    await office.go(year.found.plan);
    await office.see('Lãnh đạo trả lại: Đối thoại chuyên đề nên bắt đầu từ 14 giờ 30');
    await office.fill('Giờ bắt đầu, dòng 8', '14:30');
    await office.press('Lưu và trình duyệt');

    await secretary.go(year.found.plan);
    await secretary.fill('Số, ký hiệu kế hoạch', '03-KH/ĐU');
    await secretary.press('Duyệt kế hoạch');
    await secretary.see('Đã duyệt kế hoạch. Các buổi đã có trong lịch dự kiến.');
    await secretary.see(/Quàng Văn Mẫu duyệt lúc .*03-KH\/ĐU/);
  }],

  ['the sessions are planned: the office sees them, an organisation does not yet', async (year) => {
    const [office, women] = await year.people('office', 'women');
    await office.go(year.found.plan);
    for (const [key, session] of [['spring', SPRING], ['autumn', AUTUMN]]) {
      const link = office.page.getByRole('link', { name: session.title, exact: true });
      year.found[key] = await link.getAttribute('href');
    }
    await office.go(year.found.autumn);
    await office.see('Dự kiến');
    await women.go('/dialogues');
    await women.see('Chưa có hội nghị nào');
    await year.hidden(women, year.found.spring, year.found.autumn);
    year.calm();
  }],
];
