// What a form tells while somebody types: collisions and the preview of a series come by themselves, without losing the place;
// without scripts a button asks for the same.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startServer } from './support.mjs';

const PASSWORD = 'bốn con trâu gặm cỏ non';

describe('a form that answers while one types', () => {
  let server;
  const office = (options) => server.newPerson('Mẫu', 'vp.chiengan', PASSWORD, options);

  before(async () => {
    server = await startServer({ clock: '2026-03-02 08:00' });
    const create = ['user', 'create', '--login', 'vp.chiengan', '--name', 'Nguyễn Thị Mẫu', '--unit', '03667', '--body', 'party_office', '--role', 'office'];
    const { status, stderr } = await server.run(create, `${PASSWORD}\n`);
    assert.equal(status, 0, stderr);
    const mau = await office();
    await mau.go('/dialogues/new');
    for (const [label, value] of [['Tên hội nghị', 'Đối thoại quý II'], ['Đối tượng đối thoại', 'Nhân dân'], ['Ngày tổ chức', '14/04/2026']]) await mau.fill(label, value);
    await mau.press('Lưu');
    await mau.close();
  });

  test('tells a collision at the last letter and takes it back, and the keyboard stays where it is', async () => {
    const mau = await office({ narrow: true });
    assert.equal(await mau.go('/dialogues/new'), 200);
    await mau.notSee('cùng đơn vị');
    await mau.fill('Ngày tổ chức', '14/04/2026');
    await mau.see('Đối thoại quý II');
    await mau.see('cùng đơn vị');
    assert.equal(await mau.page.evaluate(() => document.activeElement.name), 'on');
    assert.equal(await mau.fitsWidth(), true);
    assert.deepEqual(await mau.axe(), []);
    await mau.fill('Ngày tổ chức', '15/04/2026');
    await mau.see('Không trùng lịch nào đã biết');
    await mau.notSee('Đối thoại quý II');
    await mau.press('Tìm giờ trống');
    await mau.see('Giờ trống phù hợp');
    assert.equal(await mau.fitsWidth(), true);
    assert.deepEqual(await mau.axe(), []);
    mau.calm();
    await mau.close();
  });

  test('shows the days of a series as soon as they are known', async () => {
    const mau = await office();
    await mau.go('/series/new');
    for (const [label, value] of [['Tên hội nghị', 'Tiếp dân ngày 14'], ['Đối tượng đối thoại', 'Nhân dân'], ['Ngày trong tháng', '14']]) await mau.fill(label, value);
    await mau.see('Thứ Ba, 14/04/2026');
    await mau.see('1 buổi trùng lịch');
    assert.deepEqual(await mau.axe(), []);
    mau.calm();
    await mau.close();
  });

  test('tells the same by a button to a browser without scripts', async () => {
    const mau = await office({ noScript: true });
    await mau.go('/dialogues/new');
    await mau.fill('Ngày tổ chức', '14/04/2026');
    await mau.press('Kiểm tra trùng lịch');
    await mau.see('Đối thoại quý II');
    await mau.press('Tìm giờ trống');
    await mau.see('Giờ trống phù hợp');
    mau.calm();
    await mau.close();
  });
});
