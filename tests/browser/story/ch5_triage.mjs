// Chapter 5: the office sorts, the agencies prepare answers, the office approves them.

import assert from 'node:assert/strict';
import { ALL, BODY } from './people.mjs';
import { ISSUES } from './papers.mjs';

/** Where each issue belongs: field, and who can decide it. */
const PLACE = {
  road: ['– Đường, cầu, ngõ xóm', 'Cấp xã'],
  drains: ['– Thoát nước, chống ngập', 'Cấp xã'],
  slope: ['Thiên tai, phòng chống lụt bão', 'Cấp xã'],
  houses: ['– Người có công, bảo trợ xã hội', 'Cấp xã'],
  plots: ['Đất đai', 'Cấp tỉnh'],
  schools: ['– An toàn giao thông', 'Cấp xã'],
};

async function press(office, issue, button, said) {
  await office.go(issue);
  await office.press(button);
  await office.see(said);
}

async function decide(office, issue, button, fields, said) {
  await office.go(issue);
  await office.follow(button);
  for (const [label, value] of Object.entries(fields)) await office.fill(label, value);
  await office.press(button);
  await office.see(said);
}

/** An agency writes its answer and sends it. */
async function answer(agency, issue, text) {
  await agency.go(`${issue}/answer`);
  await agency.fill('Câu trả lời', text);
  await agency.press('Gửi duyệt');
  await agency.see('Đã gửi câu trả lời để duyệt.');
}

export const triage = [
  ['one is returned, completed by the union, and handed in again', async (year) => {
    year.at('2026-08-21 08:00');
    const { houses } = year.found;
    const [office, women] = await year.people('office', 'women');
    await office.go('/');
    await office.see('Xử lý 8 ý kiến mới gửi đến');
    await decide(office, houses, 'Trả lại để bổ sung', { 'Lý do': 'Ghi rõ hộ ở tổ, bản nào và cần sửa những gì.' }, 'Đã trả lại. Tổ chức gửi được báo.');
    await year.mail.next(({ to, subject }) => to?.includes(ALL.women.email) && /cần bổ sung/.test(subject), 'the returned issue in the mail of the union');
    await women.go('/');
    await women.follow('Bổ sung 1 ý kiến được trả lại');
    await women.follow(ISSUES.houses);
    await women.see('Ghi rõ hộ ở tổ, bản nào và cần sửa những gì.');
    await women.follow('Sửa');
    await women.fill('Thôn, tổ dân phố', 'Tổ 3, tổ 5');
    await women.press('Gửi đến văn phòng');
    await women.see('Chờ xử lý');
  }],

  ['all are accepted and put where they belong; two that say the same become one, with both submitters', async (year) => {
    year.at('2026-08-24 08:00');
    const { found } = year;
    const [office, women, village] = await year.people('office', 'women', 'village');
    // At the desk, by keyboard: every issue ticked on the way, then one key for all of them.
    await office.go('/');
    await office.follow('Xử lý 8 ý kiến mới gửi đến');
    for (let at = 0; at < 8; at += 1) {
      await office.key('x');
      if (at < 7) await office.key('j');
    }
    await office.see('Áp dụng cho 8 ý kiến đã đánh dấu.');
    await year.picture(office, 'triage');
    assert.deepEqual(await office.axe(), []);
    await office.key('a');
    await office.see('Đã tiếp nhận 8 ý kiến.');
    // A slip of the finger is taken back as a whole, within half a minute.
    await office.key('u');
    await office.see('Đã hoàn tác 8 ý kiến.');
    for (let at = 0; at < 8; at += 1) {
      await office.key('x');
      if (at < 7) await office.key('j');
    }
    await office.press('Tiếp nhận');
    await office.see('Đã tiếp nhận 8 ý kiến.');
    await office.see('Không còn ý kiến nào chờ xử lý');
    for (const [key, [field, competence]] of Object.entries(PLACE)) {
      await office.go(found[key]);
      await office.follow('Phân loại, biên tập');
      await office.fill('Lĩnh vực', field);
      await office.fill('Thẩm quyền', competence);
      await office.press('Lưu');
      await office.see('Đã lưu phân loại.');
    }
    await office.go(found.lane);
    await office.follow('Gộp với ý kiến trùng');
    // Lanes and roads are alike: the road stands on top.
    const first = office.page.getByRole('radio').first();
    assert.match(await first.evaluate((radio) => radio.labels[0].textContent), /^1\. Đề nghị cải tạo tuyến đường/);
    await first.check();
    await year.picture(office, 'merge');
    await office.press('Gộp với ý kiến trùng');
    await office.see('Đã gộp ý kiến.');
    await office.go(found.road);
    await office.see('Cùng các ý kiến gộp: 82 người');
    await office.see('Hội Phụ nữ · 18 người');
    await women.go(found.lane);
    await women.see('Đã gộp vào');
    await women.see(found['lane receipt']);
    await women.follow('Ý kiến số 1');
    await women.see(ISSUES.road);
    await women.notSee(found['road receipt']);
    await village.go(found.road);
    await village.see(found['road receipt']);
    await village.notSee(found['lane receipt']);
  }],

  ['drains, lamps and crops could be three contents; what has to be told in ten working days is listed; the table sums up', async (year) => {
    const { found } = year;
    const office = await year.person('office');
    await office.go(`${found.drains}/split`);
    await office.see('Mỗi nội dung có số riêng');
    await year.picture(office, 'split');
    assert.deepEqual(await office.axe(), []);
    // Received on 19 and 20 August. Working days after the 19th: 20, 21, Saturday 22 (worked for Monday 31) | 24 to 28 |
    // over the National Day run 3 and 4 September; for the 20th one more, Monday 7.
    await office.go('/issues/notices');
    assert.equal(await office.page.locator('tbody tr').count(), 8);
    await office.see('04/09/2026');
    await office.see('07/09/2026');
    await year.picture(office, 'notices');
    assert.deepEqual(await office.axe(), []);
    await office.go(`/issues/synthesis?session=${found.autumn.split('/').pop()}`);
    await office.see('Bảng tổng hợp ý kiến');
    await year.picture(office, 'synthesis');
    assert.deepEqual(await office.axe(), []);
  }],

  ['five go to the hall, one is answered in writing only, one is refused with its ground', async (year) => {
    const { found } = year;
    const [office, women] = await year.people('office', 'women');
    for (const key of ['road', 'drains', 'slope', 'houses', 'plots']) await press(office, found[key], 'Đưa ra hội nghị', 'Đã chọn đưa ra hội nghị.');
    await press(office, found.schools, 'Chỉ trả lời bằng văn bản', 'Ý kiến sẽ được trả lời bằng văn bản.');
    await decide(office, found.culture, 'Không tiếp nhận',
      { 'Đã có kết quả giải quyết có hiệu lực': true, 'Lý do': 'Nghị quyết HĐND phường đã bố trí vốn cho cả 6 nhà văn hóa.' }, 'Đã ghi không tiếp nhận.');
    await women.go(found.culture);
    await women.see('Đã có kết quả giải quyết có hiệu lực');
    await office.go('/issues');
    await year.picture(office, 'issues');
    assert.deepEqual(await office.axe(), []);
  }],

  ['the agencies get what is theirs, with the day from the session\'s dates', async (year) => {
    const { found } = year;
    const [office, economy, culture] = await year.people('office', 'economy', 'culture');
    const assign = async (key, lead, support) => {
      await office.go(found[key]);
      await office.follow('Giao cơ quan trả lời');
      // Three working days before Friday 11/9.
      assert.equal(await office.value('Hạn trả lời'), '08/09/2026');
      await office.fill('Cơ quan chủ trì', lead);
      if (support) await office.fill(support, true);
      await office.press('Giao và báo cơ quan');
      await office.see('Đã giao. Các cơ quan được báo.');
    };
    for (const key of ['road', 'slope', 'plots', 'schools']) await assign(key, BODY.economy);
    await assign('drains', BODY.economy, BODY.culture);
    await assign('houses', BODY.culture);
    await year.mail.next(({ to, subject }) => to?.includes(ALL.economy.email) && /trả lời/.test(subject), 'the assignment in the mail of the department');
    await economy.go('/');
    await economy.see('Chuẩn bị trả lời 5 ý kiến');
    await culture.go('/issues/assigned');
    assert.equal(await culture.page.locator('tbody tr').count(), 2);
    await culture.notSee(ISSUES.slope);
    await year.hidden(culture, found.slope, `${found.slope}/answer`);
    await year.hidden(economy, found.houses, found.culture, found.lane);
  }],

  ['without scripts the department writes; one answer is sent back, completed and approved with the others', async (year) => {
    year.at('2026-09-03 08:00');
    const { found } = year;
    const [office, culture] = await year.people('office', 'culture');
    const economy = await year.again('economy', { noScript: true });
    await answer(economy, found.road, 'Phòng đã khảo sát 1,2 km, đủ vốn sự nghiệp để nâng nền và làm rãnh dọc trong năm.');
    await answer(economy, found.drains, 'Lắp 24 đèn trong tháng 9; rãnh thoát nước làm cùng tuyến đường; chuyển 5 ha sang mận hậu.');
    await answer(economy, found.slope, 'Đang lập phương án di dời.');
    await answer(economy, found.plots, 'Sở Nông nghiệp và Môi trường chủ trì đo đạc lại; phường tổng hợp, gửi Sở.');
    await answer(economy, found.schools, 'Từ 15/9 phân luồng một chiều cổng Trường Tiểu học, có người trực 6 giờ 45 đến 7 giờ 30.');
    await answer(culture, found.houses, 'Năm 2026 hỗ trợ 7 nhà; hộ người có công được xét trước theo danh sách niêm yết.');

    await office.go('/');
    await office.see('Duyệt 6 câu trả lời');
    await decide(office, found.slope, 'Trả lại để bổ sung', { 'Cần bổ sung': 'Nêu rõ di dời bao nhiêu hộ, đi đâu, xong khi nào.' }, 'Đã trả lại câu trả lời.');
    await economy.go('/issues/assigned');
    await economy.see('Cần bổ sung');
    await economy.go(`${found.slope}/answer`);
    await economy.see('Nêu rõ di dời bao nhiêu hộ, đi đâu, xong khi nào.');
    await answer(economy, found.slope, 'Di dời 12 hộ nguy hiểm nhất ra khu đất công đầu bản trước 15/12/2026.');
    economy.calm();
    await economy.close();
    for (const key of ['road', 'drains', 'slope', 'plots', 'schools', 'houses']) await press(office, found[key], 'Duyệt câu trả lời', 'Đã duyệt câu trả lời.');
  }],

  ['what is answered in writing is answered now; what goes to the hall is not told before', async (year) => {
    const { found } = year;
    const [women, village, office] = await year.people('women', 'village', 'office');
    await women.go(found.schools);
    await women.see('Đã trả lời');
    await women.see('Từ 15/9 phân luồng một chiều cổng Trường Tiểu học');
    await village.go(found.slope);
    await village.notSee('Di dời 12 hộ');
    await office.go(found.slope);
    await office.see('Di dời 12 hộ');
    await office.go(`/issues?session=${found.autumn.split('/').pop()}`);
    assert.equal(await office.page.locator('tbody tr').count(), 8);
    year.calm();
  }],
];
