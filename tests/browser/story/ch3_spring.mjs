// Chapter 3: a small session in spring. One of its two promises is kept at once; the other waits for the session in autumn.

import assert from 'node:assert/strict';
import { ALL, BODY } from './people.mjs';
import { SPRING, SPRING_DATES } from './papers.mjs';
import { accept, close, confirm, find, report } from './commitments.mjs';
import { attend, conclude, floor, invite, sign, write } from './hall.mjs';

export const WALL = 'Cắm biển cảnh báo sạt lở và làm rãnh thoát nước tạm sau bản Hìn';
export const SITE = 'Khảo sát, đề xuất mặt bằng tái định cư cho các hộ trong vùng sạt lở';

/** The dates of a session as its page tells them. */
export async function sees(person, dates) {
  const lines = await person.page.locator('.dt-dates__line').allInnerTexts();
  const told = lines.map((line) => {
    const [, what, day] = /^(.+): .*?(\d\d\/\d\d\/\d{4})/.exec(line);
    return [what, day];
  });
  assert.deepEqual(told, dates);
}

export const spring = [
  ['the office announces it, and every date is the one that the calendar gives', async (year) => {
    year.at('2026-03-16 08:00');
    const [office, women] = await year.people('office', 'women');
    await office.go(year.found.spring);
    await office.press('Công bố hội nghị');
    await office.see('Đã công bố hội nghị.');
    await sees(office, SPRING_DATES);
    await office.see(/7 ngày trước ngày tổ chức · Luật 72\/2025\/QH15, Điều 43/);
    await women.go('/dialogues');
    await women.follow(SPRING.title);
    await women.see('Đã công bố');
    await women.notSee('Công bố hội nghị');
  }],

  ['two people speak, two things are promised, and the secretary and the clerk sign', async (year) => {
    const session = year.found.spring;
    const [office, clerk, secretary] = await year.people('office', 'clerk', 'secretary');
    year.at('2026-04-14 08:00');
    await office.go(`${session}/agenda`);
    await office.press('Lập chương trình');
    year.at('2026-04-16 14:20');
    await invite(clerk, session);
    await attend(clerk, session, { present: [ALL.secretary.name, ALL.clerk.name, ALL.economy.name, ALL.village.name] });
    await clerk.go(`${session}/minutes`);
    await clerk.press('Khai mạc hội nghị');
    await clerk.see('Hội nghị đã khai mạc.');
    await floor(clerk, session, { question: 'Sau mỗi trận mưa đất lại trượt xuống sau nhà, bà con đề nghị có biện pháp ngay trước mùa mưa.', who: 'Lù Thị Mẫu', from: 'Bản Hìn' });
    await write(clerk, {
      answers: [{ body: BODY.economy, by: ALL.economy.name, text: 'Phòng làm rãnh thoát nước tạm trong tháng 5, trước mùa mưa.' }],
      outcome: 'Hứa giải quyết', promises: [{ wording: WALL, body: BODY.economy, due: '29/05/2026' }],
    });
    await floor(clerk, session, { question: 'Các hộ trong vùng sạt lở bao giờ có chỗ ở mới?', who: 'Cứ A Mẫu', from: 'Bản Hìn' });
    await write(clerk, {
      answers: [{ body: BODY.economy, by: ALL.economy.name, text: 'Phòng khảo sát mặt bằng và trình phương án trước cuối tháng 10.' }],
      outcome: 'Hứa giải quyết', promises: [{ wording: SITE, body: BODY.economy, due: '30/10/2026' }],
    });
    await clerk.go(`${session}/minutes`);
    await clerk.fill('Số người dân dự', 42);
    await clerk.press('Lưu');
    year.at('2026-04-16 16:35');
    await clerk.go(`${session}/minutes`);
    await clerk.see('2 lượt người phát biểu, 2 ý kiến với 2 nội dung; 0 ý kiến được trả lời tại chỗ; 2 cam kết.');
    await clerk.press('Kết thúc hội nghị');
    await sign(secretary, clerk, session);
  }],

  ['the conclusion is signed, and posted in the three places of the law', async (year) => {
    year.at('2026-04-20 09:00');
    const [office, secretary] = await year.people('office', 'secretary');
    await conclude(office, secretary, year.found.spring, {
      issuer: BODY.secretary, number: '7', general: 'Hội nghị diễn ra thẳng thắn. Hai việc được giao phải xong đúng hạn.',
      published: {
        'Phương tiện thông tin đại chúng': { on: '20/04/2026', proof: 'Bản tin truyền thanh phường 17 giờ' },
        'Niêm yết tại trụ sở': { on: '20/04/2026', proof: 'Bảng tin tầng 1, biên bản niêm yết ngày 20/4' },
        'Gửi trưởng thôn, tổ trưởng tổ dân phố': { on: '20/04/2026', proof: 'Sổ ký nhận của trưởng bản Hìn' },
      },
    });
    await office.go(`${year.found.spring}/conclusion`);
    await office.see('Đã công khai');
  }],

  ['the warning signs stand before the rains: done, seen by the Front, closed', async (year) => {
    const [economy, front, office, culture] = await year.people('economy', 'front', 'office', 'culture');
    year.at('2026-04-21 08:00');
    const wall = (year.found.wall = await find(office, WALL));
    year.found.site = await find(office, SITE);
    await accept(economy, wall);
    await accept(economy, year.found.site);
    await year.hidden(culture, wall);
    year.at('2026-05-20 08:00');
    await report(economy, wall, 'Đã giải quyết xong', '19/05/2026', 'Đã cắm 6 biển, làm 180 m rãnh.');
    await confirm(front, wall, 'Mặt trận đã đi xem ngày 20/5, bà con xác nhận.');
    await close(office, wall, 'Xong trước hạn.');
    await office.see('Đã kết thúc');
    year.calm();
  }],
];
