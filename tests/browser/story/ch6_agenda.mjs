// Chapter 6: the agenda. What the spring session left open comes first; the order is the office's.

import assert from 'node:assert/strict';
import { ALL } from './people.mjs';
import { AUTUMN, ISSUES } from './papers.mjs';
import { SITE, WALL } from './ch3_spring.mjs';
import { invite } from './hall.mjs';

/** The order of what can be moved, by the beginnings of the texts. */
async function movable(person) {
  const list = person.page.getByRole('list', { name: 'Nội dung sắp xếp được' });
  const texts = await list.locator('.dt-order__text').allInnerTexts();
  return texts.flatMap((text) => Object.entries(ISSUES).filter(([, wording]) => text.includes(wording.slice(0, 30))).map(([key]) => key));
}

/** The lines of the calendar in a letter, unfolded. */
function entry(letter) {
  const part = letter.parts.find(({ type, method }) => type === 'text/calendar' && method === 'REQUEST');
  return part.text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
}

export const agenda = [
  ['the heads of the bodies are invited with a calendar entry, and say whether they come', async (year) => {
    year.at('2026-09-08 09:00');
    const [clerk, women, farmers] = await year.people('clerk', 'women', 'farmers');
    const session = year.found.autumn;
    await invite(clerk, session);
    // What changes within a minute is one letter.
    year.at('2026-09-08 09:05');
    const letter = await year.mail.next(({ to, subject }) => to?.includes(ALL.women.email) && subject === `Giấy mời: ${AUTUMN.title}`, 'the invitation of the union');
    const lines = entry(letter);
    // 08:00 in Vietnam, and the place of the announcement.
    for (const line of ['METHOD:REQUEST', 'DTSTART;TZID=Asia/Ho_Chi_Minh:20260911T080000', 'DTEND;TZID=Asia/Ho_Chi_Minh:20260911T113000', `LOCATION:${AUTUMN.place}`]) {
      assert.ok(lines.includes(line), `${line} in ${lines.join('|')}`);
    }
    assert.ok(lines.some((line) => line.startsWith('ATTENDEE') && line.includes(ALL.women.email)), 'the union is asked');
    assert.ok(lines.every((line) => !line.includes(ALL.farmers.email)), 'and sees nobody else');
    await women.go(session);
    await women.press('Tôi sẽ dự');
    await women.see('Đã ghi câu trả lời của Ông/Bà.');
    await farmers.go(session);
    await farmers.press('Không dự được');
    await farmers.see('Từ chối');
    await clerk.go(`${session}/attendance`);
    await clerk.see(/1 nhận lời, 1 từ chối, 0 chưa chắc/);
    await year.picture(clerk, 'invitations');
    assert.deepEqual(await clerk.axe(), []);
  }],

  ['the agenda begins with the results of the session before; what is open is listed', async (year) => {
    year.at('2026-09-08 14:00');
    const [office, women] = await year.people('office', 'women');
    await office.go('/');
    await office.follow(`Lập và công bố chương trình: ${AUTUMN.title}`);
    await office.press('Lập chương trình');
    await office.see('Đã cập nhật chương trình.');
    const first = office.page.getByRole('list', { name: 'Nội dung mở đầu, vị trí cố định' }).getByRole('listitem');
    assert.match(await first.nth(0).innerText(), /Khai mạc/);
    assert.match(await first.nth(1).innerText(), /Kết quả giải quyết các nội dung của hội nghị trước/);
    await office.see('Nội dung các hội nghị trước chưa hoàn thành');
    await office.see(SITE);
    await office.notSee(WALL);
    await women.go(`${year.found.autumn}/agenda`);
    await women.see('Chương trình chưa được công bố');
    await women.notSee(ISSUES.slope);
  }],

  ['the order is changed with the keyboard alone, and stays', async (year) => {
    const office = await year.person('office');
    const before = await movable(office);
    assert.deepEqual([...before].sort(), ['drains', 'houses', 'plots', 'road', 'slope']);
    // The landslide goes to the top.
    await office.page.getByRole('link', { name: ISSUES.slope.slice(0, 30) }).focus();
    for (let at = before.indexOf('slope'); at > 0; at -= 1) await office.key('Alt+ArrowUp');
    await office.see('Đã lưu thứ tự');
    const wanted = ['slope', ...before.filter((key) => key !== 'slope')];
    assert.deepEqual((await movable(office)).slice(0, 1), ['slope']);
    await office.go(office.path);
    assert.deepEqual(await movable(office), wanted);
    await year.picture(office, 'agenda');
    assert.deepEqual(await office.axe(), []);
  }],

  ['it is fixed and published; the organisations read it now', async (year) => {
    const [office, women, village] = await year.people('office', 'women', 'village');
    await office.press('Chốt chương trình');
    await office.see('Đã chốt chương trình.');
    await office.press('Công bố chương trình');
    await office.see('Đã công bố chương trình.');
    for (const person of [women, village]) {
      await person.go(`${year.found.autumn}/agenda`);
      await person.see(ISSUES.slope.slice(0, 30));
      await person.notSee('Chốt chương trình');
    }
    year.calm();
  }],
];
