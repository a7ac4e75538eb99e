// The harness itself, tried on a stand-in whose faults are known: what it must notice, it notices.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { databases, runProgram, startMail, startServer, TOOLS } from './support.mjs';

const standIn = fileURLToPath(new URL('./support/stand_in.mjs', import.meta.url));
const program = [process.execPath, standIn];

describe('the server', () => {
  test('tells its address and its set-up link, and ends on request', async () => {
    const server = await startServer({ program });
    assert.match(server.address, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(await server.setupLink(), `${server.address}/cai-dat/ABC`);
    await server.stop();
    await assert.rejects(fetch(server.address));
  });

  test('that refuses to start is reported at once, with its own words', async () => {
    const start = startServer({ program, env: { STAND_IN_BROKEN: '1' } });
    await assert.rejects(start, /ended with status 2\n.*STAND_IN_BROKEN is wrong/s);
  });

  test('lives by the clock of the test, also after a crash, on the same port', async () => {
    const server = await startServer({ program, clock: '2025-03-03 08:00' });
    const now = async () => /Bây giờ là (\S+ \S+)</.exec(await (await fetch(server.address)).text())[1];
    // The clock goes on from there: the minute is sure, the second is not.
    assert.match(await now(), /^2025-03-03 08:00:/);
    server.setClock('2024-02-29 23:59');
    assert.match(await now(), /^2024-02-29 23:59:|^2024-03-01 00:00:/);
    const before = server.address;
    await server.kill();
    await server.start();
    assert.equal(server.address, before);
    assert.match(await now(), /^2024-02-29 23:59:|^2024-03-01 00:00:/);
    const { status, stdout } = await server.run(['audit', 'verify']);
    assert.equal(status, 0);
    // 23:59 in Vietnam is 16:59 UTC.
    assert.match(stdout, /^audit verify at 2024-02-29T(16:59|17:00):.* on .*data\n$/);
  });

  test('hands a database to the program, and its failures to the test', async () => {
    const { status, stdout } = await runProgram(['fail'], { program, database: 'sqlite://x' });
    assert.equal(status, 3);
    assert.match(stdout, /on sqlite:\/\/x\n$/);
  });

  test('fakes the clock of a program that is not ours', async () => {
    const server = await startServer({ program, clock: '2025-12-31 23:30' });
    const { stdout } = await runProgram(['+%F %H:%M'], { program: ['date'], env: server.clockEnvironment });
    assert.match(stdout, /^2025-12-31 23:3[01]\n$/);
  });
});

describe('a person', () => {
  let server;
  let lan;
  before(async () => {
    server = await startServer({ program, clock: '2025-03-03 08:00' });
    lan = await server.newPerson('Lan', 'lan', 'đúng rồi');
  });

  test('signs in through the page; a wrong password is told', async () => {
    await lan.see('Người dùng: lan');
    await lan.see(/Bây giờ là 2025-03-03 08:0/);
    await assert.rejects(server.newPerson('Minh', 'minh', 'sai'), /Minh could not sign in:[^]*Sai mật khẩu/);
  });

  test('fills every kind of field by its label', async () => {
    await lan.go('/');
    await lan.fill('Nội dung', 'Đường làng ngập');
    await lan.fill('Ngày', '15/04/2025');
    await lan.fill('Lĩnh vực', 'Giao thông');
    await lan.fill('Công khai', true);
    await lan.fill('Đột xuất', true);
    assert.equal(await lan.value('Ngày'), '15/04/2025');
    await lan.press('Lưu');
    await lan.see('Đã lưu text=Đường làng ngập; day=15/04/2025; field=2; public=yes; kind=y');
    await lan.notSee('Người dùng');
  });

  test('sees only what is visible', async () => {
    await lan.go('/');
    await lan.notSee('Điều ẩn');
    await lan.notSee('Không có kịch bản');
    await assert.rejects(lan.notSee('Người dùng: lan'), /Lan sees "Người dùng: lan" on \//);
  });

  test('has the answer of a slow request on the screen when the press is over', async () => {
    await lan.go('/');
    await lan.press('Tải chậm');
    assert.match(await lan.text(), /Đã tải xong/);
  });

  test('acts within one row', async () => {
    await lan.go('/');
    await (await lan.within('Dòng hai')).follow('Mở');
    await lan.see('Đây là hai');
    assert.equal(lan.path, '/hai');
  });

  test('without a complaint so far; accessible under the strict policy', async () => {
    await lan.go('/');
    assert.deepEqual(await lan.axe(), []);
    lan.calm();
  });

  test('has her page judged', async () => {
    await lan.go('/xau');
    const found = await lan.axe();
    assert.deepEqual(found.map((line) => line.split(':')[0]).sort(), ['image-alt', 'label']);
  });

  test('keeps a picture', async () => {
    assert.ok(existsSync(await lan.shot('self-test')));
  });

  test('works without scripts, and on a telephone', async () => {
    const plain = await server.newPerson('Tâm', 'tam', 'đúng rồi', { noScript: true, narrow: true });
    await plain.see('Không có kịch bản');
    assert.equal(await plain.fitsWidth(), true);
    await plain.fill('Nội dung', 'giấy');
    await plain.press('Lưu');
    await plain.see('Đã lưu text=giấy');
    await plain.notSee('Không có kịch bản');
    await assert.rejects(plain.see('Đã xóa'), /Tâm does not see "Đã xóa"/);
    await plain.go('/dai');
    assert.equal(await plain.fitsWidth(), false);
    plain.calm();
  });

  test('does not see a missing page as a present one', async () => {
    assert.equal(await lan.go('/khong-co'), 404);
    assert.equal(await lan.go('/mot'), 200);
  });

  test('notices an inline script, a broken answer and a foreign address', async () => {
    const guest = await server.visitor('Khách');
    await guest.go('/chen');
    assert.match(guest.cspReports.join('\n'), /script-src/);
    assert.throws(() => guest.calm(), /complaints in the browser of Khách/);
    const other = await server.visitor('Khách hai');
    await other.go('/hong');
    assert.deepEqual(other.complaints.errors, [`500 ${server.address}/hong`]);
    await other.go('/ngoai');
    assert.match(other.cspReports.join('\n'), /img-src/);
  });
});

test('mail arrives with its text, and refusals on request', async () => {
  const mail = await startMail({ answer: 451, first: 1 });
  const send = () =>
    execFileSync(path.join(TOOLS, 'venv', 'bin', 'python'), ['-c', SENDER, String(mail.port)], { encoding: 'utf8' });
  assert.equal(send().trim(), '451');
  assert.equal(send().trim(), '250');
  assert.equal((await mail.next(({ refused }) => refused)).refused, 451);
  const letter = await mail.next(({ to }) => to?.includes('hoi@sonla.invalid'));
  assert.equal(letter.subject, 'Mời dự đối thoại');
  assert.equal(letter.text, 'Kính mời.\n');
  assert.equal(mail.all.length, 2);
});

test('each database is fresh', async () => {
  const [embedded, postgres] = databases();
  assert.equal(await embedded.open(), undefined);
  if (!postgres) return;
  const ask = (url, statement) => execFileSync('psql', ['-tA', url, '-c', statement], { encoding: 'utf8' }).trim();
  const [one, two] = [await postgres.open(), await postgres.open()];
  ask(one, 'CREATE TABLE t (x int)');
  assert.equal(ask(two, "SELECT count(*) FROM pg_tables WHERE tablename = 't'"), '0');
});

const SENDER = `
import smtplib, sys
from email.message import EmailMessage
letter = EmailMessage()
letter["From"], letter["To"], letter["Subject"] = "vp@sonla.invalid", "hoi@sonla.invalid", "Mời dự đối thoại"
letter.set_content("Kính mời.")
try:
    smtplib.SMTP("127.0.0.1", int(sys.argv[1])).send_message(letter)
    print(250)
except smtplib.SMTPDataError as refused:
    print(refused.smtp_code)
`;
