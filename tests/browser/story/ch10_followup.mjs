// Chapter 10: what was promised is done, or not; the Front looks for itself. Told without scripts.

import assert from 'node:assert/strict';
import { ALL, BODY } from './people.mjs';
import { close, confirm, notDone, progress, report, resume, stop } from './commitments.mjs';

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
  ['the clock stands while the committee has the matter, and then runs on with the days that were left', async (year) => {
    year.at('2026-10-26 09:00');
    const [economy, office] = await year.people('economy', 'office');
    const { site } = year.found;
    await stop(office, site, BODY.chairman, ['41/CV-KTHT', '23/10/2026'], 'Chờ UBND phường làm việc với Hạt Kiểm lâm về ranh giới rừng.');
    await economy.go(site);
    await economy.see(/Tạm dừng tính thời hạn từ 26\/10\/2026/);
    year.at('2026-10-28 08:00');
    await resume(office, site, 'Đã có biên bản làm việc.');
    // Four days were left before Friday, 30 October. Four days after Wednesday, 28 October is Sunday, 1 November: Monday.
    await economy.go(site);
    await economy.see(/02\/11\/2026/);
    assert.deepEqual(await economy.axe(), []);
  }],

  ['the site for resettlement cannot be had: said with its cause, confirmed and closed', async (year) => {
    await plain(year, ['economy', 'front', 'office'], async (economy, front, office) => {
      year.at('2026-10-28 09:00');
      await report(economy, year.found.site, 'Không thực hiện được', '28/10/2026', 'Hai mặt bằng khảo sát đều nằm trong rừng phòng hộ; vượt thẩm quyền, đã báo cáo tỉnh.');
      await confirm(front, year.found.site, 'Đã xem bản đồ và văn bản của Hạt Kiểm lâm.');
      await close(office, year.found.site, 'Theo dõi tiếp ở cấp tỉnh.');
      await office.see('Không thực hiện được');
    });
  }],

  ['a storm closes the offices for a day: the calendar is changed by its paper, and whom it concerns is told', async (year) => {
    year.at('2026-11-09 08:00');
    const [admin, office] = await year.people('admin', 'office');
    await admin.go('/admin/days?year=2026');
    for (const [label, value] of Object.entries({
      'Ngày': '10/11/2026', 'Loại ngày': 'ngày nghỉ của địa phương', 'Tên ngày': 'Nghỉ tránh bão', 'Văn bản, nguồn': 'Công điện 12/CĐ-UBND ngày 08/11/2026',
    })) await admin.fill(label, value);
    await admin.press('Thêm ngày');
    await admin.see('Chưa có gì thay đổi cho đến khi bạn bấm ban hành ở cuối trang.');
    // What nobody was told of is named to the administrator by its unit and code alone.
    await admin.see(/Phường Chiềng An \(03667-2026-\d+\), Thứ Ba, 10\/11\/2026/);
    await admin.notSee('Tiếp dân định kỳ');
    await year.picture(admin, 'edition');
    assert.deepEqual(await admin.axe(), []);
    await admin.fill('Tên gọi', 'Nghỉ tránh bão số 12');
    await admin.fill('Văn bản, nguồn', 'Công điện 12/CĐ-UBND ngày 08/11/2026');
    await admin.press('Ban hành lịch');
    await admin.see('Đã ban hành. Các thời hạn được tính theo lịch mới.');
    await year.mail.next(({ to, subject }) => to?.includes(ALL.office.email) && subject === 'Lịch làm việc thay đổi: Nghỉ tránh bão số 12', 'the changed calendar in the mail of the office');
    await office.go('/dialogues?year=2026');
    await office.follow('Tiếp dân định kỳ ngày 10/11/2026');
    await office.go(`${office.path}/edit`);
    await office.fill('Ngày tổ chức', '11/11/2026');
    await office.press('Lưu');
    await office.see('Tiếp dân định kỳ ngày 11/11/2026');
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
