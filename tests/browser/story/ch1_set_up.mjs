// Chapter 1: from an empty installation to a ward whose people can work.

import assert from 'node:assert/strict';
import { ADMIN, NEIGHBOUR, PASSWORD, PEOPLE, PROVINCE, REVIEWER, WARD } from './people.mjs';

/** Read the one password that the administrator may see, hand it over, and let its owner choose another. */
async function account(year, admin, unit, person) {
  await admin.go(`/admin/units/${unit}/people/new`);
  await admin.fill('Họ và tên', person.name);
  await admin.fill('Thư điện tử', person.email);
  await admin.fill('Cơ quan, tổ chức', person.fullBody);
  if (person.post) await admin.fill('Chức danh', `${person.body} – ${person.post}`);
  await admin.fill('Tên đăng nhập', person.login);
  for (const role of person.roles) await admin.fill(role, true);
  await admin.press('Tạo tài khoản');
  await admin.see(`Hãy trao tên đăng nhập và mật khẩu này cho ${person.name}.`);
  const first = await admin.page.locator('code').innerText();

  const owner = await year.server.newPerson(person.name, person.login, first);
  assert.equal(owner.path, '/account/password');
  await owner.fill('Mật khẩu hiện tại', first);
  await owner.fill('Mật khẩu mới', PASSWORD);
  await owner.press('Lưu');
  await owner.see('Đã đổi mật khẩu');
  owner.calm();
  await owner.close();
}

export const setUp = [
  ['the one-time link leads to Sơn La, Phường Chiềng An and its rules', async (year) => {
    const first = await year.server.visitor('Người cài đặt');
    assert.equal(await first.go('/set-up'), 404, 'nobody gets in without the link');
    await first.go(await year.server.setupLink());
    await first.fill('Tỉnh, thành phố', PROVINCE.name);
    await first.press('Tiếp tục');
    await first.fill('Đơn vị', WARD.name);
    // The rules on citizen reception by the chairman are left to the government's own calendar.
    for (const box of await first.page.getByRole('checkbox').all()) {
      const label = await box.evaluate((input) => input.labels[0].textContent);
      await box.setChecked(/Điều 43|11-QĐi\/TW|12-QĐi\/TU/.test(label));
    }
    await first.fill('Họ và tên', ADMIN.name);
    await first.fill('Tên đăng nhập', ADMIN.login);
    await first.fill('Mật khẩu', PASSWORD);
    await year.picture(first, 'set-up');
    await first.press('Hoàn tất thiết lập');
    await first.see('Đã thiết lập xong');
    first.calm();
    await first.close();
  }],

  ['the ward has its bodies, and gets its village', async (year) => {
    const admin = await year.person('admin');
    await admin.go(`/admin/units/${WARD.code}`);
    for (const body of ['Đảng ủy phường Chiềng An', 'Hội Liên hiệp Phụ nữ phường Chiềng An', 'Phòng Kinh tế, Hạ tầng và Đô thị phường Chiềng An']) {
      await admin.see(body);
    }
    await admin.fill('Loại', 'Thôn, bản, tổ dân phố');
    await admin.fill('Tên đầy đủ', 'Bản Hìn');
    await admin.fill('Chức danh người đứng đầu', 'Trưởng bản');
    await admin.press('Thêm cơ quan, tổ chức');
    await admin.see('Đã thêm cơ quan, tổ chức.');
    assert.deepEqual(await admin.axe(), []);
  }],

  ['everybody gets an account, hands back the first password and chooses an own one', async (year) => {
    const admin = await year.person('admin');
    for (const person of Object.values(PEOPLE)) await account(year, admin, WARD.code, person);
    await account(year, admin, PROVINCE.code, REVIEWER);
    await admin.go(`/admin/units/${WARD.code}/people`);
    for (const { name } of Object.values(PEOPLE)) await admin.see(name);
    await admin.notSee(REVIEWER.name);
  }],

  ['a neighbouring ward takes part as well', async (year) => {
    const admin = await year.person('admin');
    await admin.go('/admin/units');
    await admin.fill('Tìm đơn vị', 'to hieu');
    await admin.press('Tìm');
    await admin.follow(NEIGHBOUR.name);
    await admin.press('Cho đơn vị tham gia');
    await admin.see('Đơn vị đã bắt đầu tham gia.');
  }],

  ['who has no business there finds no administration, and the administrator no papers', async (year) => {
    const [admin, office, women] = await year.people('admin', 'office', 'women');
    for (const person of [office, women]) {
      await year.hidden(person, '/admin/units', `/admin/units/${WARD.code}/people`, '/audit', '/admin/rules');
    }
    await year.hidden(admin, '/plans', '/issues', '/reports');
    assert.deepEqual(await women.axe(), []);
    year.calm();
  }],
];
