// The first day of an installation: the one-time link, the real list of units, the first administrator, signing in.
// Told on each database.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { databases, startServer } from './support.mjs';

const PASSWORD = 'một câu ngắn dễ nhớ';

for (const { name, open } of databases()) {
  describe(`the first day on ${name}`, () => {
    let server;
    let link;
    let minh;

    before(async () => {
      server = await startServer({ database: await open(), clock: '2025-03-03 08:00' });
      link = await server.setupLink();
    });

    test('nobody gets in without the link, whose page is accessible', async () => {
      const stranger = await server.visitor('Người lạ');
      assert.equal(await stranger.go('/set-up'), 404);
      assert.equal(await stranger.go('/set-up?key=23456789ABCDEFGHJKMNPQRTVWXYZ23456'), 404);
      await stranger.go('/');
      assert.match(stranger.path, /^\/sign-in/);
      await stranger.go(link);
      assert.deepEqual(await stranger.axe(), []);
      stranger.calm();
    });

    test('the office is set up without scripts, and what is refused is kept', async () => {
      const first = await server.visitor('Người cài đặt', { noScript: true, narrow: true });
      await first.go(link);
      await first.see('Thiết lập ban đầu');
      await first.fill('Tỉnh, thành phố', 'Sơn La');
      await first.press('Tiếp tục');
      await first.fill('Đơn vị', 'Phường Chiềng An');
      await first.fill('Họ và tên', 'Lò Văn Mẫu');
      await first.fill('Tên đăng nhập', 'mau.quantri');
      await first.fill('Mật khẩu', 'ngắn');
      await first.press('Hoàn tất thiết lập');
      await first.see('Mật khẩu phải có từ 12');
      assert.equal(await first.value('Họ và tên'), 'Lò Văn Mẫu');
      assert.equal(await first.fitsWidth(), true);
      await first.fill('Mật khẩu', PASSWORD);
      await first.press('Hoàn tất thiết lập');
      await first.see('Đã thiết lập xong');
      assert.equal(await first.go(link), 404);
      first.calm();
    });

    test('a wrong password is refused; the right one leads to the work of the day', async () => {
      await assert.rejects(server.newPerson('Mạo danh', 'mau.quantri', 'sai mật khẩu rồi'), /không đúng/);
      minh = await server.newPerson('Mẫu', 'mau.quantri', PASSWORD);
      await minh.see('Chào Lò Văn Mẫu');
      // 3 March 2025 was a Monday.
      await minh.see(/thứ hai.*03\/03\/2025/i);
      assert.deepEqual(await minh.axe(), []);
      await minh.shot('set-up-home');
      minh.calm();
    });

    test('a power cut signs nobody out, and the trail verifies', async () => {
      await server.kill();
      await server.start();
      await minh.go('/');
      await minh.see('Chào Lò Văn Mẫu');
      const { status, stderr } = await server.run(['audit', 'verify']);
      assert.equal(status, 0, stderr);
    });

    test('a sign-in does not last for ever', async () => {
      server.setClock('2025-06-03 08:00');
      await minh.go('/');
      assert.match(minh.path, /^\/sign-in/);
    });
  });
}
