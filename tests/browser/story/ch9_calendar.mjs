// Chapter 9: a session is moved, another one cancelled, and the calendars of all telephones say so.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { TOOLS } from '../support.mjs';
import { ALL, WARD } from './people.mjs';
import { AUTUMN } from './papers.mjs';

const RECEPTION = 'Tiếp dân định kỳ ngày 26/10/2026';
/** Its title follows it to the day to which it is moved. */
const MOVED = 'Tiếp dân định kỳ ngày 27/10/2026';
/** The secretary's own calendar: the whole of 26 October at the province, the morning of the 28th. */
const BUSY = [
  'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Lich cong tac//VI',
  'BEGIN:VEVENT', 'UID:1@lich.example', 'DTSTAMP:20261001T000000Z', 'DTSTART;VALUE=DATE:20261026', 'SUMMARY:Họp Tỉnh ủy', 'END:VEVENT',
  'BEGIN:VEVENT', 'UID:2@lich.example', 'DTSTAMP:20261001T000000Z', 'DTSTART:20261028T010000Z', 'DTEND:20261028T040000Z', 'SUMMARY:Kiểm tra cơ sở', 'END:VEVENT',
  'END:VCALENDAR', '',
].join('\r\n');
const URGENT = 'Đối thoại đột xuất về mặt bằng tái định cư bản Hìn';

/** A feed as a telephone fetches it: without cookies. */
const fetched = (year, address, headers = {}) => fetch(year.server.address + new URL(address).pathname, { headers });

/** The events of a calendar by their title, lines unfolded. */
function events(text) {
  const parts = text.replace(/\r\n[ \t]/g, '').split('BEGIN:VEVENT').slice(1);
  const field = (part, name) => new RegExp(`^${name}(?:;[^:\\r]*)?:(.*)\\r$`, 'm').exec(part)?.[1];
  return parts.map((part) => ({ title: field(part, 'SUMMARY'), start: field(part, 'DTSTART'), status: field(part, 'STATUS'), sequence: Number(field(part, 'SEQUENCE') ?? 0) }));
}

/** Two foreign parsers read it as well, or throw. */
function readByOthers(text) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'doithoai-feed-'));
  try {
    const file = path.join(folder, 'feed.ics');
    writeFileSync(file, text);
    return JSON.parse(execFileSync(path.join(TOOLS, 'venv', 'bin', 'python'), [new URL('../../peers/read_ics.py', import.meta.url).pathname, file]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function secretFeed(person, name) {
  await person.go('/calendar');
  await person.fill('Tên để nhớ', name);
  await person.press('Tạo địa chỉ lịch');
  await person.see('chỉ hiện một lần này');
  return person.page.locator('code').innerText();
}

export const calendar = [
  ['the secretary gives his own calendar; only when he is busy is kept, not why', async (year) => {
    year.at('2026-10-16 08:00');
    const [office, secretary] = await year.people('office', 'secretary');
    await secretary.go('/plans');
    await secretary.follow('Lịch bận của lãnh đạo');
    await secretary.fill('Tệp .ics, đọc một lần', true);
    await secretary.fill('Tệp lịch (.ics)', { name: 'lich-cong-tac.ics', mimeType: 'text/calendar', buffer: Buffer.from(BUSY) });
    await secretary.press('Thêm lịch');
    await secretary.see('Đã đọc tệp');
    await secretary.see('2 khoảng bận sắp tới');
    await secretary.notSee('Họp Tỉnh ủy');
    await office.go('/busy');
    await office.see(ALL.secretary.name);
    await office.notSee('Họp Tỉnh ủy');
  }],

  ['a reception is announced and moved; what lacks a place is not announced', async (year) => {
    year.at('2026-10-19 08:00');
    const [office, women] = await year.people('office', 'women');
    await office.go('/dialogues?year=2026');
    await office.page.getByRole('link', { name: RECEPTION }).click();
    await office.settle();
    await office.press('Công bố hội nghị');
    await office.see('Cần ghi địa điểm trước khi công bố');
    const reception = office.path.replace(/\/announce$/, '');
    await office.go(`${reception}/edit`);
    await office.fill('Địa điểm', 'Phòng tiếp công dân, trụ sở UBND phường');
    await office.press('Lưu');
    await office.press('Công bố hội nghị');
    await office.see('Đã công bố hội nghị.');
    await office.follow('Đổi ngày, địa điểm');
    await office.fill('Ngày tổ chức', '28/10/2026');
    await office.see(`${ALL.secretary.name}`);
    await office.see('bận');
    await office.notSee('Kiểm tra cơ sở');
    await year.picture(office, 'collision');
    assert.deepEqual(await office.axe(), []);
    await office.fill('Ngày tổ chức', '27/10/2026');
    await office.see('Không trùng lịch nào đã biết');
    await office.fill('Lý do', 'Bí thư họp Tỉnh ủy ngày 26/10');
    await office.press('Đổi ngày, địa điểm');
    await office.see('Đã đổi ngày, địa điểm. Mọi người sẽ được báo.');
    await year.mail.next(({ to, subject }) => to?.includes(ALL.women.email) && subject === `Hội nghị đổi ngày, địa điểm: ${MOVED}`, 'the move in the mail of the union');
    await women.go('/inbox');
    await women.see(`Hội nghị đổi ngày, địa điểm: ${MOVED}`);
  }],

  ['an urgent dialogue is announced with its ground, and cancelled with its reason', async (year) => {
    const office = await year.person('office');
    await office.go('/dialogues');
    await office.follow('Thêm hội nghị');
    await office.fill('Loại hội nghị', 'Đột xuất');
    for (const [label, value] of Object.entries({
      'Tên hội nghị': URGENT, 'Đối tượng đối thoại': 'Các hộ bản Hìn', 'Ngày tổ chức': '20/11/2026',
      'Giờ bắt đầu': '14:00', 'Giờ kết thúc': '16:00', 'Địa điểm': 'Nhà văn hóa bản Hìn',
    })) await office.fill(label, value);
    await office.press('Lưu');
    await office.see('Hội nghị đột xuất cần ít nhất một căn cứ');
    assert.equal(await office.value('Tên hội nghị'), URGENT);
    await office.fill('Nhiều người đề nghị', true);
    await office.fill('Lý do', 'Hai mặt bằng khảo sát bị trả lại, 12 hộ xin gặp lãnh đạo phường.');
    await office.press('Lưu');
    await office.press('Công bố hội nghị');
    await office.see('Đã công bố hội nghị.');
    year.at('2026-10-20 08:00');
    await office.follow('Hủy hội nghị');
    await office.fill('Lý do', 'Tỉnh đã giao Sở chủ trì, nhập vào đoàn công tác của tỉnh');
    await office.press('Hủy hội nghị');
    await office.see('Đã hủy hội nghị.');
  }],

  ['the public calendar shows the year as it is now, to everybody', async (year) => {
    const citizen = await year.server.visitor('Người dân');
    await citizen.go(`/public/${WARD.code}`);
    await citizen.see(URGENT);
    await citizen.see(/Hủy/);
    const address = await citizen.page.locator('code').innerText();
    await citizen.close();
    const answer = await fetched(year, address);
    const text = await answer.text();
    assert.match(answer.headers.get('content-type'), /^text\/calendar/);
    // Sixty days back from 20/10 is 21/8. Announced since then: the dialogue of 11/9, the reception moved to 27/10, the
    // urgent one. The spring session is too old; the other receptions were never announced.
    // Each revision has its number: announced; given a place, announced, moved; announced, cancelled.
    assert.deepEqual(events(text).sort((a, b) => a.start.localeCompare(b.start)), [
      { title: AUTUMN.title, start: '20260911T080000', status: 'CONFIRMED', sequence: 1 },
      { title: MOVED, start: '20261027T080000', status: 'CONFIRMED', sequence: 3 },
      { title: `[HỦY] ${URGENT}`, start: '20261120T140000', status: 'CANCELLED', sequence: 2 },
    ]);
    readByOthers(text);
    const again = await fetched(year, address, { 'if-none-match': answer.headers.get('etag') });
    assert.equal(again.status, 304);
  }],

  ['a secret calendar adds what its owner owes, and ends when it is revoked', async (year) => {
    const [economy, office] = await year.people('economy', 'office');
    const theirs = await secretFeed(economy, 'Điện thoại của tôi');
    const text = await (await fetched(year, theirs)).text();
    // The three public ones, and three commitments: 30/10, 30/11, 15/12.
    const all = events(text);
    assert.equal(all.length, 6);
    assert.deepEqual(all.map(({ start }) => start).filter((start) => /^\d{8}$/.test(start)).sort(), ['20261030', '20261130', '20261215']);
    readByOthers(text);
    // The office sees what is planned as well: receptions on 25/8, 10/9, 25/9, 12/10, 27/10, 10/11, 25/11, 10/12, 25/12.
    const own = await secretFeed(office, 'Máy tính văn phòng');
    await office.see('Cách thêm lịch');
    await year.picture(office, 'subscribe');
    assert.deepEqual(await office.axe(), []);
    assert.equal(events(await (await fetched(year, own, { 'user-agent': 'Google-Calendar-Importer' })).text()).length, 9 + 2);
    await office.go('/calendar/subscriptions');
    await office.see('Ứng dụng đang tải lịch đều đặn.');
    await office.see('11 hội nghị và hạn việc.');
    await year.picture(office, 'subscriptions');
    assert.deepEqual(await office.axe(), []);
    await office.go('/calendar');
    await year.picture(office, 'calendar');
    assert.deepEqual(await office.axe(), []);
    await economy.go('/calendar');
    await economy.notSee('Máy tính văn phòng');
    await economy.press('Thu hồi');
    await economy.see('Đã thu hồi. Địa chỉ này không dùng được nữa.');
    assert.equal((await fetched(year, theirs)).status, 404);
    assert.equal((await fetched(year, own)).status, 200);
    year.calm();
  }],
];
