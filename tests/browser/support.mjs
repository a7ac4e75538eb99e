// Front door of the browser harness: a test imports from here and from node:test, from nowhere else.
// Everything started here is ended after the last test of the file, also when tests fail. Waits are on events only.
//
//   const server = await startServer({ clock: '2025-03-03 08:00' });
//   const lan = await server.newPerson('Lan', 'lan', 'mật khẩu của Lan');
//   await lan.follow('Lịch năm');
//   await lan.fill('Ngày', '15/04/2025');
//   await lan.press('Lưu');
//   await lan.see('Đã lưu');
//   lan.calm();

import { after } from 'node:test';
import { endAll } from './support/endings.mjs';

export { databases } from './support/databases.mjs';
export { startMail } from './support/mail.mjs';
export { runProgram, startServer } from './support/server.mjs';
export { TOOLS } from './support/places.mjs';

after(endAll);
