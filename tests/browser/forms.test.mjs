// Forms whose parts depend on a choice: with scripts only the parts that the choice needs are shown, also to somebody who
// works by keyboard; without scripts all of them are.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startServer } from './support.mjs';

const PASSWORD = 'bốn con trâu gặm cỏ non';

/** Fields of the series form that not every choice needs. */
const DEPENDENT = ['Ngày trong tháng', 'Nếu tháng không có ngày này', 'Tuần thứ', 'Thứ', 'Cách nhau', 'Chỉ các tháng', 'Đến hết ngày', 'Số lần'];

/** What each choice of the repetition needs, in the order of the choices. */
const REPEATED = [
  ['Ngày cố định hằng tháng', ['Ngày trong tháng', 'Nếu tháng không có ngày này', 'Chỉ các tháng']],
  ['Thứ trong tuần thứ mấy của tháng', ['Tuần thứ', 'Thứ', 'Chỉ các tháng']],
  ['Thứ trong tuần cuối cùng của tháng', ['Thứ', 'Chỉ các tháng']],
  ['Ngày cuối cùng của tháng', ['Chỉ các tháng']],
  ['Ngày cuối cùng của quý', []],
  ['Hằng tuần, theo thứ của ngày bắt đầu', ['Cách nhau']],
];

/** The same for the end of the series. */
const ENDS = [
  ['Không thời hạn', []],
  ['Đến một ngày', ['Đến hết ngày']],
  ['Sau một số lần', ['Số lần']],
];

/** Which of the dependent fields somebody sees on the page. */
async function shown(person) {
  const labels = person.page.locator('main form :is(label, legend)').filter({ visible: true });
  const words = (await labels.allInnerTexts()).map((text) => text.replace(/\s*\(không bắt buộc\)\s*$/, '').trim());
  return DEPENDENT.filter((label) => words.includes(label));
}

/** The choice that the keyboard is at, and whether it is made. */
const focused = (person) => person.page.evaluate(() => {
  const { labels, checked, name } = document.activeElement;
  return { label: labels?.[0]?.innerText.trim(), checked, name };
});

describe('the form of a series', () => {
  let server;
  const office = (options) => server.newPerson('Mẫu', 'vp.chiengan', PASSWORD, options);

  before(async () => {
    server = await startServer({ clock: '2026-03-02 08:00' });
    const create = ['user', 'create', '--login', 'vp.chiengan', '--name', 'Nguyễn Thị Mẫu', '--unit', '03667', '--body', 'party_office', '--role', 'office'];
    const { status, stderr } = await server.run(create, `${PASSWORD}\n`);
    assert.equal(status, 0, stderr);
  });

  test('shows by keyboard what each choice needs, and nothing else', async () => {
    const mau = await office();
    assert.equal(await mau.go('/series/new'), 200);
    for (const [choices, others] of [[REPEATED, ENDS], [ENDS, REPEATED]]) {
      // What the other group needs stays as it is: its choice is not touched.
      const kept = (await shown(mau)).filter((label) => others.some(([, needed]) => needed.includes(label)));
      await mau.page.getByLabel(choices[0][0], { exact: true }).focus();
      await mau.key('Space');
      for (const [at, [label, needed]] of choices.entries()) {
        if (at > 0) await mau.key('ArrowDown');
        assert.deepEqual(await focused(mau), { label, checked: true, name: choices === ENDS ? 'ends' : 'repeat' });
        const wanted = DEPENDENT.filter((field) => needed.includes(field) || kept.includes(field));
        assert.deepEqual(await shown(mau), wanted, label);
      }
    }
    mau.calm();
    await mau.close();
  });

  test('leads the keyboard past what is hidden, and keeps the choice after a refusal', async () => {
    const mau = await office();
    await mau.go('/series/new');
    await mau.fill('Không thời hạn', true);
    await mau.page.getByLabel('Hằng tuần, theo thứ của ngày bắt đầu', { exact: true }).focus();
    await mau.key('Space');
    await mau.key('Tab');
    assert.equal((await focused(mau)).name, 'interval');
    await mau.key('Tab');
    assert.equal((await focused(mau)).name, 'starts_on');
    await mau.fill('Cách nhau', 'hai');
    await mau.press('Lưu và đưa vào lịch');
    await mau.see('Có nội dung cần sửa');
    assert.equal(await mau.value('Cách nhau'), 'hai');
    assert.deepEqual(await shown(mau), ['Cách nhau']);
    assert.deepEqual(await mau.axe(), []);
    mau.calm();
    await mau.close();
  });

  test('shows everything to a browser without scripts', async () => {
    const mau = await office({ noScript: true });
    await mau.go('/series/new');
    assert.deepEqual(await shown(mau), DEPENDENT);
    mau.calm();
    await mau.close();
  });
});
