// A wall clock that a test turns while the program runs (libfaketime reads it from a file).
// The clock goes on from where it was set, for restarted programs too; the monotonic clock stays true, so time-outs hold.

import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fakeTimeLibrary } from './places.mjs';

/** Vietnam has no daylight saving time. */
const OFFSET = '+07:00';

export class WallClock {
  #file;

  constructor(folder) {
    this.#file = path.join(folder, 'clock');
    this.#write(0);
  }

  /** Environment for a program that is to live by this clock. */
  get environment() {
    return {
      TZ: 'Asia/Ho_Chi_Minh',
      LD_PRELOAD: fakeTimeLibrary(),
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    };
  }

  /** Turns the clock to `wall`, Vietnamese time: '2025-03-03 08:00' or with seconds. */
  set(wall) {
    const instant = Date.parse(`${wall.replace(' ', 'T')}${OFFSET}`);
    if (Number.isNaN(instant)) throw new Error(`not a time on the wall: ${wall}`);
    this.#write((instant - Date.now()) / 1000);
  }

  /** Replaced whole, so that no reader sees half a line. */
  #write(seconds) {
    const fresh = `${this.#file}.new`;
    writeFileSync(fresh, `${seconds < 0 ? '' : '+'}${seconds.toFixed(3)}\n`);
    renameSync(fresh, this.#file);
  }
}
