// One Chromium for all persons of a test file. Contexts, not browsers, keep persons apart.

import { atEnd } from './endings.mjs';
import { tool } from './places.mjs';

/** As root there is no sandbox; the other flags keep it from asking the Internet for anything. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let launched = null;

/** The running Chromium, started at the first call. */
export function chromium() {
  if (!launched) {
    launched = tool('playwright-core').chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: FLAGS });
    atEnd(async () => {
      const running = launched;
      launched = null;
      await (await running).close();
    });
  }
  return launched;
}
