// kill -9 in the middle of writes, twenty times: after each restart every acknowledged write is there, whole and once, and
// the audit chain verifies. Told on each database; plain HTTP, no browser.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { databases, startServer } from './support.mjs';

const ROUNDS = 20;
const WRITERS = 4;
const PASSWORD = 'bốn con trâu gặm cỏ non';

/** A visitor without a browser: cookies, the token of the forms, posts. */
class Client {
  #cookies = new Map();
  #token = '';

  constructor(server) {
    this.server = server;
  }

  async #send(path, options = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(this.server.address + path, { ...options, redirect: 'manual', headers: { ...options.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split('=');
      this.#cookies.set(name, value);
    }
    return answer;
  }

  async get(path) {
    const answer = await this.#send(path);
    const text = await answer.text();
    this.#token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? this.#token;
    return { status: answer.status, text };
  }

  async post(path, fields) {
    const body = new URLSearchParams({ ...fields, _csrf: this.#token });
    const answer = await this.#send(path, { method: 'POST', body });
    await answer.arrayBuffer();
    return { status: answer.status, location: answer.headers.get('location') };
  }
}

const session = (title) => ({
  kind: 'periodic', form: 'in-person', title, counterpart: 'Nhân dân', on: '15/10/2027', starts: '08:00', ends: '11:00', place: 'Hội trường',
});

for (const { name, open } of databases()) {
  describe(`killed while writing on ${name}`, () => {
    let server;
    let office;
    const acknowledged = new Map();

    before(async () => {
      server = await startServer({ database: await open() });
      const create = ['user', 'create', '--login', 'vp.chiengan', '--name', 'Nguyễn Thị Mẫu', '--unit', '03667', '--body', 'party_office', '--role', 'office'];
      await server.run(create, `${PASSWORD}\n`);
      office = new Client(server);
      await office.get('/sign-in');
      assert.equal((await office.post('/sign-in', { login: 'vp.chiengan', password: PASSWORD })).status, 303);
      await office.get('/dialogues/new');
    });

    test(`${ROUNDS} kills lose nothing that was acknowledged`, async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        let alive = true;
        const writer = async (which) => {
          for (let n = 0; alive; n += 1) {
            const title = `Đối thoại ${round}-${which}-${n}`;
            const { status, location } = await office.post('/dialogues', session(title));
            assert.equal(status, 303);
            acknowledged.set(title, location);
          }
        };
        const writers = Array.from({ length: WRITERS }, (_, which) => writer(which).catch((error) => {
          // The connection broke: not acknowledged, so either outcome is right. Anything else is a fault.
          if (alive && error.cause === undefined) throw error;
        }));
        await new Promise((resolve) => setTimeout(resolve, 40 + 17 * round));
        alive = false;
        await server.kill();
        await Promise.all(writers);
        await server.start();
      }
      assert.ok(acknowledged.size > ROUNDS, `${acknowledged.size} writes`);
      for (const [title, location] of acknowledged) {
        const { status, text } = await office.get(location);
        assert.equal(status, 200, title);
        assert.ok(text.includes(`>${title}</h1>`), title);
      }
      assert.equal(new Set(acknowledged.values()).size, acknowledged.size, 'each is a session of its own');
    });

    test('the audit chain verifies', async () => {
      const { stdout } = await server.run(['audit', 'verify']);
      assert.match(stdout, /all whole/);
    });
  });
}
