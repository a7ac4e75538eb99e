// Chapter 8: the conclusion is signed and published; its promises become commitments with owners and days.

import assert from 'node:assert/strict';
import { ALL, BODY, WARD } from './people.mjs';
import { AUTUMN } from './papers.mjs';
import { SITE } from './ch3_spring.mjs';
import { MOVE, ROAD } from './ch7_hall.mjs';
import { accept, find } from './commitments.mjs';
import { conclude } from './hall.mjs';

export const conclusion = [
  ['the secretary signs the conclusion; each place of publication has its day and its proof', async (year) => {
    const session = year.found.autumn;
    const [office, secretary, women] = await year.people('office', 'secretary', 'women');
    year.at('2026-09-16 08:00');
    await office.go('/');
    await office.see(`Soạn thông báo kết luận: ${AUTUMN.title}`);
    await women.go(`${session}/conclusion`);
    await women.see('Chưa có thông báo kết luận');
    year.at('2026-09-17 09:00');
    await conclude(office, secretary, session, {
      issuer: BODY.secretary, number: '18', general: 'Hội nghị đối thoại thẳng thắn, 6 ý kiến được trả lời. Hai việc lớn phải xong trong năm.',
      published: {
        'Phương tiện thông tin đại chúng': { on: '17/09/2026', proof: 'Bản tin truyền thanh phường 17 giờ ngày 17/9' },
        'Niêm yết tại trụ sở': { on: '17/09/2026', proof: 'Bảng tin tầng 1, biên bản niêm yết số 09' },
        'Gửi trưởng thôn, tổ trưởng tổ dân phố': { on: '17/09/2026', proof: 'Sổ ký nhận, 14 bản và tổ' },
      },
    });
    await office.go(`${session}/conclusion`);
    await office.see('Đã công khai');
    // Ten days after the 11th is Monday the 21st: four days were left.
    await office.notSee('Trễ hạn');
    await year.picture(office, 'conclusion');
    assert.deepEqual(await office.axe(), []);
    await office.follow('In');
    await office.see('Đảng Cộng sản Việt Nam');
    await office.see(ROAD);
    await women.go(`${session}/conclusion`);
    await women.see(ROAD);
  }],

  ['each promise is a commitment; agencies and organisations see their own', async (year) => {
    const { found } = year;
    const [office, economy, culture, women, village, farmers] = await year.people('office', 'economy', 'culture', 'women', 'village', 'farmers');
    for (const wording of ['road', 'move']) {
      await year.mail.next(({ to, subject }) => to?.includes(ALL.economy.email) && /^Được giao thực hiện cam kết/.test(subject), `the task (${wording}) in the mail of the department`);
    }
    found.roadTask = await find(office, ROAD);
    found.moveTask = await find(office, MOVE);
    await village.go('/commitments');
    for (const wording of [ROAD, MOVE]) await village.see(wording);
    await village.notSee(SITE);
    // The lane of the union was merged into the road: the union follows it too.
    await women.go('/commitments');
    await women.see(ROAD);
    await women.notSee(MOVE);
    for (const person of [culture, farmers]) await year.hidden(person, found.roadTask, found.moveTask);
    await year.hidden(women, found.moveTask);

    await economy.go('/');
    await economy.see(`Nhận nhiệm vụ: ${MOVE}`);
    year.at('2026-09-18 08:00');
    await accept(economy, found.roadTask);
    await accept(economy, found.moveTask);
    await economy.go('/commitments/desk');
    await economy.see(MOVE);
    await year.hidden(culture, '/commitments/office', '/commitments/verification');
  }],

  ['everybody outside reads what was promised, without a name of those who asked', async (year) => {
    const citizen = await year.server.visitor('Người dân');
    await citizen.go(`/public/${WARD.code}/commitments`);
    for (const wording of [ROAD, MOVE, SITE]) await citizen.see(wording);
    await citizen.notSee('Lù Thị Mẫu');
    await citizen.notSee('Cứ A Mẫu');
    assert.deepEqual(await citizen.axe(), []);
    citizen.calm();
    await citizen.close();
    year.calm();
  }],
];
