// What the chapters of the story share: the server, its mail, who is signed in, and what earlier chapters found out.
// Texts and dates of the year are in papers.mjs, who people are in people.mjs.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { startMail, startServer } from '../support.mjs';
import { ALL, PASSWORD } from './people.mjs';

/** Nobody is signed out while the clock jumps over months: signing out is told in set_up.test.mjs. */
const LONG = { DOITHOAI_IDLE_MINUTES: '600000', DOITHOAI_SESSION_HOURS: '20000' };

/** Height in pixels up to which a page is shown whole. */
const TALL = 1100;

/** Bytes above which a picture is cut shorter. */
const HEAVY = 150_000;

/** A server with its mail for one telling of the year; `options` as for `startServer`. */
export async function newYear(options = {}) {
  const mail = await startMail();
  const env = { ...LONG, DOITHOAI_SMTP_URL: `smtp://127.0.0.1:${mail.port}` };
  const server = await startServer({ clock: '2026-01-05 08:00', ...options, env });
  return new Year(server, mail);
}

export class Year {
  #people = new Map();

  constructor(server, mail) {
    this.server = server;
    this.mail = mail;
    /** Whether this telling makes the pictures of the guide. */
    this.pictures = false;
    /** Addresses and codes by name, found out by one chapter for the next. */
    this.found = {};
  }

  /** Turns the clock: '2026-09-11 08:00'. */
  at(wall) {
    this.server.setClock(wall);
  }

  /** Somebody of people.mjs at their own screen, signed in at the first call. */
  async person(key, options) {
    if (!this.#people.has(key)) this.#people.set(key, await this.again(key, options));
    return this.#people.get(key);
  }

  /** Several at once. */
  people(...keys) {
    return Promise.all(keys.map((key) => this.person(key)));
  }

  /** The same account in one more browser. */
  again(key, options) {
    const { name, login } = ALL[key];
    return this.server.newPerson(name, login, PASSWORD, options);
  }

  /** Everybody goes home. */
  async close() {
    for (const person of this.#people.values()) await person.close();
    this.#people.clear();
    this.mail.stop();
    await this.server.stop();
  }

  /** Nobody's browser has complained so far. */
  calm() {
    for (const person of this.#people.values()) person.calm();
  }

  /** `person` finds nothing at these addresses, as if they did not exist. Asked with the cookies of the person's browser. */
  async hidden(person, ...addresses) {
    for (const address of addresses) {
      const answer = await person.context.request.get(address);
      assert.equal(answer.status(), 404, `${person.name} at ${address}`);
    }
  }

  /** A picture for the guide, made by one of the tellings only; of a long page what fits the screen. */
  async picture(person, name) {
    if (!this.pictures) return;
    await person.page.evaluate(() => scrollTo(0, 0));
    const path = await person.shot(name);
    const height = await person.page.evaluate(() => document.documentElement.scrollHeight);
    const again = (more) => person.page.screenshot({ path, animations: 'disabled', caret: 'hide', ...more });
    if (height > TALL) await again();
    if (statSync(path).size > HEAVY) await again({ clip: { x: 0, y: 0, width: 1280, height: 740 } });
  }
}
