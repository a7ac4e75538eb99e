// Chapter 4: the session of autumn is announced and called for; village and union hand in, each at its own desk.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ALL } from './people.mjs';
import { AUTUMN, AUTUMN_DATES, ISSUES, SHEET } from './papers.mjs';
import { PEERS, TOOLS } from '../support/places.mjs';
import { sees } from './ch3_spring.mjs';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The workbook that the page offers, filled in by openpyxl as somebody would in Excel. */
async function filledIn(person) {
  const folder = mkdtempSync(path.join(tmpdir(), 'sheet-'));
  const [offered, filled] = ['mau.xlsx', 'y-kien.xlsx'].map((name) => path.join(folder, name));
  const [download] = await Promise.all([
    person.page.waitForEvent('download'),
    person.page.getByRole('link', { name: 'mẫu Excel' }).click(),
  ]);
  writeFileSync(offered, readFileSync(await download.path()));
  const script = [path.join(PEERS, 'fill_sheet.py'), offered, filled];
  const told = JSON.parse(execFileSync(path.join(TOOLS, 'venv/bin/python'), script, { input: JSON.stringify(SHEET) }));
  // What the lists of the sheet do not offer is what the look finds wrong.
  assert.deepEqual(told.outside, ['Vũ trụ']);
  return readFileSync(filled);
}

/** Hands in one issue; keeps its address and its receipt under `key`. With `pictured` the guide gets its three pages. */
async function handIn(year, person, key, fields, pictured = false) {
  await person.go('/issues/own');
  await person.follow('Nhập ý kiến');
  if (pictured) await year.picture(person, 'kinds');
  await person.fill('Kiến nghị', true);
  await person.press('Tiếp tục');
  await person.fill('Nội dung', ISSUES[key]);
  for (const [label, value] of Object.entries(fields)) await person.fill(label, value);
  if (pictured) await year.picture(person, 'hand-in');
  await person.press('Gửi đến văn phòng');
  await person.see('Đã gửi. Mã biên nhận hiện trên trang này.');
  if (pictured) await year.picture(person, 'receipt');
  year.found[key] = person.path;
  year.found[`${key} receipt`] = await person.page.locator('strong.dt-code').innerText();
}

export const call = [
  ['the autumn session is announced; its dates cross National Day', async (year) => {
    year.at('2026-08-03 08:00');
    const office = await year.person('office');
    await office.go(year.found.autumn);
    await office.press('Công bố hội nghị');
    await sees(office, AUTUMN_DATES);
    // The synthesis counts back over the weekends and National Day; its receipt names each day.
    await office.page.locator('.dt-dates__item', { hasText: 'Tổng hợp xong ý kiến' }).locator('summary').click();
    await office.see(/Quốc khánh/);
    await year.picture(office, 'session');
    assert.deepEqual(await office.axe(), []);
  }],

  ['the call is opened with the proposed window; every organisation is told by inbox and mail', async (year) => {
    year.at('2026-08-12 07:30');
    const [office, women, economy] = await year.people('office', 'women', 'economy');
    await women.go('/issues/own');
    await women.see('Chưa có đợt nhận ý kiến nào');
    await office.go('/');
    await office.follow(`Mở đợt nhận ý kiến: ${AUTUMN.title}`);
    assert.equal(await office.value('Nhận từ ngày'), '12/08/2026');
    assert.equal(await office.value('Đến hết ngày'), '28/08/2026');
    await office.fill('Hướng dẫn cho các tổ chức', 'Trọng tâm: hạ tầng sau mưa lũ, tái định cư. Mỗi ý kiến một việc.');
    await office.press('Mở đợt nhận, báo các tổ chức');
    await office.see('Đã mở đợt nhận ý kiến. Các tổ chức được báo.');
    await year.mail.next(({ to, subject }) => to?.includes(ALL.women.email) && subject.includes(AUTUMN.title) && /ý kiến/.test(subject), 'the call in the mail of the union');
    await women.go('/inbox');
    await women.see(new RegExp(`ý kiến.*${AUTUMN.title}`));
    await women.go('/');
    await women.see(`Gửi ý kiến cho ${AUTUMN.title}`);
    await year.hidden(economy, '/issues/own', '/issues/new', '/calls');
    await year.hidden(women, '/calls', year.found.autumn.replace('/dialogues/', '/calls/'));
  }],

  ['on a telephone the village hands in its three issues', async (year) => {
    year.at('2026-08-19 19:30');
    const village = await year.again('village', { narrow: true });
    for (const [key, fields] of [
      ['road', { 'Số người cùng ý kiến': 64, 'Thôn, tổ dân phố': 'Bản Hìn', 'Lĩnh vực': '– Đường, cầu, ngõ xóm' }],
      ['drains', { 'Số người cùng ý kiến': 35, 'Thôn, tổ dân phố': 'Bản Hìn' }],
      ['slope', { 'Số người cùng ý kiến': 48, 'Thôn, tổ dân phố': 'Bản Hìn', 'Lĩnh vực': 'Thiên tai, phòng chống lụt bão' }],
    ]) await handIn(year, village, key, fields);
    assert.equal(await village.fitsWidth(), true);
    await village.go('/issues/own');
    assert.equal(await village.fitsWidth(), true);
    for (const key of ['road', 'drains', 'slope']) await village.see(year.found[`${key} receipt`]);
    await year.picture(village, 'desk-telephone');
    await village.follow('Nhập ý kiến');
    await village.fill('Tố cáo', true);
    await village.press('Tiếp tục');
    await village.see('Tố cáo không nhận qua hệ thống này');
    assert.equal(await village.page.getByRole('textbox', { name: 'Nội dung' }).count(), 0, 'nowhere to type a denunciation');
    village.calm();
    await village.close();
  }],

  ['the women\'s union hands in two, then a sheet: what is wrong with a row is said, and nothing is written by looking', async (year) => {
    year.at('2026-08-20 09:00');
    const women = await year.person('women');
    await handIn(year, women, 'lane', { 'Số người cùng ý kiến': 18, 'Thôn, tổ dân phố': 'Tổ 2', 'Lĩnh vực': '– Đường, cầu, ngõ xóm' });
    await handIn(year, women, 'houses', {
      'Số người cùng ý kiến': 7, 'Lĩnh vực': '– Người có công, bảo trợ xã hội', 'Tiếp nhận qua': 'Đơn, thư, phiếu ghi ý kiến',
      'Họ và tên người kiến nghị': 'Hoàng Thị Mẫu', 'Điện thoại hoặc thư điện tử': '0900 000 000',
    }, true);
    await women.go('/issues/own');
    await women.follow('Nhập từ tệp Excel, CSV');
    await women.fill('Tệp Excel hoặc CSV', { name: 'y-kien.xlsx', mimeType: XLSX, buffer: await filledIn(women) });
    await women.press('Kiểm tra tệp');
    await women.see('3 dòng nhập được, 2 dòng có lỗi. Chưa ghi gì.');
    await women.see('Đã có, không đổi: 1');
    await women.see('Không có lĩnh vực "Vũ trụ" trong danh mục');
    await women.see(/công thức chưa có kết quả/);
    await year.picture(women, 'import');
    assert.deepEqual(await women.axe(), []);
    await women.fill('Nhập ngay các dòng đúng, các dòng lỗi sửa sau', true);
    await women.fill('Gửi ngay đến văn phòng', true);
    await women.press('Nhập 3 dòng');
    await women.see('Đã ghi 3 dòng');
    await women.follow('Về ý kiến của tổ chức');
    assert.equal(await women.page.locator('tbody tr').count(), 5);
    for (const key of ['plots', 'schools', 'culture']) {
      year.found[key] = await women.page.getByRole('link', { name: ISSUES[key], exact: true }).getAttribute('href');
    }
  }],

  ['nobody sees what another organisation handed in', async (year) => {
    const [women, farmers, village, economy, front, office] = await year.people('women', 'farmers', 'village', 'economy', 'front', 'office');
    await farmers.go('/issues/own');
    await farmers.see('Chưa có ý kiến nào');
    await farmers.notSee(ISSUES.lane);
    await village.go('/issues/own');
    assert.equal(await village.page.locator('tbody tr').count(), 3);
    await village.notSee(ISSUES.lane);
    const addresses = ['lane', 'houses', 'plots'].map((key) => year.found[key]);
    for (const person of [farmers, village, economy]) await year.hidden(person, ...addresses);
    await year.hidden(women, year.found.road, `${year.found.road}/edit`);
    // Supervisor and office read the issues; the name of the petitioner is the office's and the union's alone.
    await front.go(year.found.houses);
    await front.see(ISSUES.houses);
    await front.notSee('Hoàng Thị Mẫu');
    await front.notSee('Xem người kiến nghị');
    await office.go(year.found.houses);
    await office.notSee('Hoàng Thị Mẫu');
    await office.press('Xem người kiến nghị');
    await office.see('Hoàng Thị Mẫu');
    await office.see('Mỗi lần xem được ghi vào nhật ký.');
  }],

  ['a person without an account follows an issue by its receipt', async (year) => {
    const citizen = await year.server.visitor('Người dân');
    await citizen.go('/track');
    await citizen.fill('Mã biên nhận', year.found['lane receipt'].toLowerCase());
    await citizen.press('Xem kết quả');
    await citizen.see('Văn phòng phường Chiềng An đã nhận và đang xem xét.');
    await citizen.notSee(ISSUES.lane);
    citizen.calm();
    await citizen.close();
    year.calm();
  }],
];
