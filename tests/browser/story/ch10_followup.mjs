// Chapter 10: what was promised is done, or not; the Front looks for itself. Told without scripts.

import assert from 'node:assert/strict';
import { ALL } from './people.mjs';
import { close, confirm, notDone, progress, report } from './commitments.mjs';

/** A picture of one dot: the smallest file that is what its name says. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Everybody of this chapter works without scripts. */
async function plain(year, keys, tell) {
  const people = await Promise.all(keys.map((key) => year.again(key, { noScript: true })));
  await tell(...people);
  for (const person of people) {
    person.calm();
    await person.close();
  }
}

export const followUp = [
  ['the site for resettlement cannot be had: said with its cause, confirmed and closed', async (year) => {
    await plain(year, ['economy', 'front', 'office'], async (economy, front, office) => {
      year.at('2026-10-28 09:00');
      await report(economy, year.found.site, 'Không thực hiện được', '28/10/2026', 'Hai mặt bằng khảo sát đều nằm trong rừng phòng hộ; vượt thẩm quyền, đã báo cáo tỉnh.');
      await confirm(front, year.found.site, 'Đã xem bản đồ và văn bản của Hạt Kiểm lâm.');
      await close(office, year.found.site, 'Theo dõi tiếp ở cấp tỉnh.');
      await office.see('Không thực hiện được');
    });
  }],

  ['progress has its evidence; only those concerned can open it', async (year) => {
    const [culture, village, women] = await year.people('culture', 'village', 'women');
    await plain(year, ['economy'], async (economy) => {
      year.at('2026-11-10 09:00');
      await progress(economy, year.found.moveTask, 60, 'Đã di dời 7 trên 12 hộ; còn vướng đường điện.', { name: 'khu-dat.png', mimeType: 'image/png', buffer: PNG });
      const file = await economy.page.getByRole('link', { name: 'khu-dat.png' }).getAttribute('href');
      assert.equal((await village.context.request.get(file)).status(), 200);
      await year.hidden(culture, file);
      await year.hidden(women, file);
    });
    await village.go(year.found.moveTask);
    await village.see('Đã di dời 7 trên 12 hộ');
  }],

  ['the road is reported done, the Front says not done; then it is', async (year) => {
    const { roadTask } = year.found;
    await plain(year, ['economy', 'front', 'office'], async (economy, front, office) => {
      year.at('2026-11-25 09:00');
      await report(economy, roadTask, 'Đã giải quyết xong', '24/11/2026', 'Nâng nền xong 1,2 km.');
      year.at('2026-11-26 09:00');
      await front.go('/');
      await front.follow('Kiểm tra 1 cam kết đã báo cáo xong');
      await front.see('Cơ quan đã báo cáo xong');
      await notDone(front, roadTask, 'Rãnh dọc mới làm 700 m, chưa nạo vét cửa xả.');
      await economy.go('/commitments/desk');
      await economy.see('Nâng nền, làm rãnh dọc');
      year.at('2026-12-04 09:00');
      await report(economy, roadTask, 'Đã giải quyết xong', '03/12/2026', 'Đủ 1,2 km rãnh dọc, đã nạo vét cửa xả.');
      await confirm(front, roadTask, 'Đi xem ngày 4/12 cùng trưởng bản: đúng.');
      await office.go('/');
      await office.follow('Kết thúc 1 cam kết Mặt trận đã xác nhận');
      await close(office, roadTask, '');
    });
    const [village, women] = await year.people('village', 'women');
    for (const person of [village, women]) {
      await person.go(roadTask);
      await person.see('Đã kết thúc');
      await person.see('03/12/2026');
    }
  }],

  ['the day after its day the last one is overdue, and its agency is reminded', async (year) => {
    year.at('2026-12-16 08:00');
    const [economy, office, women] = await year.people('economy', 'office', 'women');
    await year.mail.next(({ to, subject }) => to?.includes(ALL.economy.email) && /^Cam kết .* đã quá hạn$/.test(subject), 'the reminder in the mail of the department');
    await economy.go('/inbox');
    await economy.see(/Cam kết .* đã quá hạn/);
    await office.go('/commitments');
    await office.see(/Quá hạn 1 ngày/);
    await year.picture(office, 'commitments');
    assert.deepEqual(await office.axe(), []);
    await women.go('/inbox');
    await women.notSee(/đã quá hạn/);
    const nameless = year.mail.all.filter(({ subject }) => subject === 'Có thông báo mới');
    assert.deepEqual(nameless, [], 'every mail says in its subject what it is about');
    year.calm();
  }],
];
