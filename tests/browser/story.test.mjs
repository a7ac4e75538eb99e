// One whole year of Phường Chiềng An, told by clicking as its people do: plan, session, call, issues, agenda, minutes,
// conclusion, commitments, report, calendar. Told on each database; each chapter goes on where the one before it stopped.

import { after, before, describe, test } from 'node:test';
import { databases } from './support.mjs';
import { chapters } from './story/chapters.mjs';
import { newYear } from './story/year.mjs';

for (const { name, open } of databases()) {
  describe(`a year of Phường Chiềng An on ${name}`, () => {
    let year;
    let broken = null;

    before(async () => {
      year = await newYear({ database: await open() });
      year.pictures = name === 'SQLite' && process.env.UPDATE_DOCS === '1';
    });

    for (const [title, scenes] of chapters) {
      describe(title, () => {
        for (const [what, tell] of scenes) {
          test(what, async () => {
            // The story cannot go on from a page that is torn out.
            if (broken) throw new Error(`not told, because this failed before: ${broken}`);
            broken = what;
            await tell(year);
            broken = null;
          });
        }
      });
    }

    after(() => year?.close());
  });
}
