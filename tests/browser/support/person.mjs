// A person at a screen: goes, fills, presses, sees. Words of the screen, not selectors, so that tests read like a story.
// What the page complains about meanwhile is collected by watch.mjs.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from './chromium.mjs';
import { settle, watch } from './watch.mjs';
import { fileOfTool, PICTURES } from './places.mjs';

/** Milliseconds for one act on the page. */
const PATIENCE = 60_000;

/** Web Content Accessibility Guidelines 2.2, levels A and AA. */
const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Somebody who is not signed in. Options: `noScript`; `narrow` for a telephone of 360 px. */
export async function visit(server, name, { noScript = false, narrow = false } = {}) {
  const context = await (await chromium()).newContext({
    baseURL: server.address,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: narrow ? { width: 360, height: 740 } : { width: 1280, height: 900 },
    javaScriptEnabled: !noScript,
  });
  context.setDefaultTimeout(PATIENCE);
  const complaints = await watch(context, server.address);
  return new Person(name, context, await context.newPage(), complaints, noScript);
}

/** Somebody signed in through the page that everybody uses. */
export async function signIn(server, name, login, password, options) {
  const person = await visit(server, name, options);
  await person.go('/sign-in');
  const form = person.page.locator('form').filter({ has: person.page.locator('[name="login"]') });
  await form.locator('[name="login"]').fill(login);
  await form.locator('[name="password"]').fill(password);
  await form.locator('button[type="submit"], button:not([type])').click();
  await person.settle();
  if (person.path.startsWith('/sign-in')) throw new Error(`${name} could not sign in:\n${await person.text()}`);
  return person;
}

class Person {
  #scope;
  #noScript;

  constructor(name, context, page, complaints, noScript, scope = page) {
    this.name = name;
    this.context = context;
    this.page = page;
    this.complaints = complaints;
    this.#noScript = noScript;
    this.#scope = scope;
  }

  /** Opens an address of the program (or a whole link of it); resolves to the answer's status. */
  async go(address) {
    const answer = await this.page.goto(address);
    await this.settle();
    return answer.status();
  }

  /** Path and query of the page. */
  get path() {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  /** The same person, looking only at the row, list item, group or part of the page that holds `text`. */
  async within(text) {
    for (const role of ['row', 'listitem', 'group', 'article', 'region', 'dialog']) {
      const found = this.#scope.getByRole(role).filter({ hasText: text });
      if ((await found.count()) === 1) return new Person(this.name, this.context, this.page, this.complaints, this.#noScript, found);
    }
    throw new Error(`${this.name} finds no single row or part with "${text}" on ${this.path}`);
  }

  /** Fills a field by its label: text, date, file (a path), list (an option's words), box or choice (true or false). */
  async fill(label, value) {
    const field = this.#labelled(label);
    const [tag, type] = await field.evaluate((element) => [element.localName, element.type]);
    if (tag === 'select') await field.selectOption({ label: value });
    else if (type === 'checkbox' || type === 'radio') await field.setChecked(value);
    else if (type === 'file') await field.setInputFiles(value);
    else await field.fill(String(value));
  }

  /** The value that a field shows. */
  value(label) {
    return this.#labelled(label).inputValue();
  }

  /** Presses a button and waits until what it set off has arrived. */
  async press(name) {
    await this.#scope.getByRole('button', { name, exact: true }).click();
    await this.settle();
  }

  /** Follows a link and waits for the page. */
  async follow(name) {
    await this.#scope.getByRole('link', { name, exact: true }).click();
    await this.settle();
  }

  /** Presses a key where the focus is. */
  async key(name) {
    await this.page.keyboard.press(name);
    await this.settle();
  }

  /** Waits until `text` (or a pattern) can be seen. */
  async see(text) {
    if (this.#noScript) {
      if (!(await this.#reads(text))) throw await this.#failure(`does not see "${text}"`);
      return;
    }
    try {
      await this.#visible(text).first().waitFor();
    } catch (error) {
      throw await this.#failure(`does not see "${text}"`, error);
    }
  }

  /** Nothing visible holds `text`. What an act set off has arrived by then, so the answer is about the new page. */
  async notSee(text) {
    await this.settle();
    const seen = this.#noScript ? await this.#reads(text) : (await this.#visible(text).count()) > 0;
    if (seen) throw await this.#failure(`sees "${text}"`);
  }

  /** Waits until requests and the page's own scripts have come to rest. */
  settle() {
    return settle(this.page, this.complaints, this.#noScript);
  }

  /** What the page says, as a person reads it. */
  text() {
    return this.page.locator('body').innerText();
  }

  /** A picture of the whole page, for the guide when UPDATE_DOCS=1. Returns its file. */
  async shot(name) {
    const file = path.join(PICTURES, `${name}.png`);
    mkdirSync(path.dirname(file), { recursive: true });
    if (!this.#noScript) await this.page.evaluate(() => document.fonts.ready.then(() => true));
    await this.page.screenshot({ path: file, fullPage: true, animations: 'disabled', caret: 'hide' });
    return file;
  }

  /** What axe has against the page (WCAG 2.2 A and AA), each as "rule: selector"; empty when nothing. */
  async axe() {
    if (this.#noScript) throw new Error('axe is a script: ask a person whose browser runs scripts');
    const source = readFileSync(fileOfTool('axe-core/axe.min.js'), 'utf8');
    await this.page.evaluate(source);
    const { violations } = await this.page.evaluate((values) => window.axe.run({ runOnly: { type: 'tag', values } }), AXE_RULES);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }

  /** Whether the page fits the screen's width without sideways scrolling. */
  fitsWidth() {
    return this.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  }

  /** Reports of the content security policy so far. */
  get cspReports() {
    return this.complaints.csp;
  }

  /** Fails when the browser complained so far: policy violations, script errors, answers of 500 and more, foreign requests. */
  calm() {
    const { csp, errors, foreign } = this.complaints;
    assert.deepEqual({ csp, errors, foreign }, { csp: [], errors: [], foreign: [] }, `complaints in the browser of ${this.name}`);
  }

  async close() {
    await this.context.close();
  }

  /** The whole label, but for the note that a field may stay empty. */
  #labelled(label) {
    const words = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return this.#scope.getByLabel(new RegExp(`^\\s*${words}(\\s*\\((không bắt buộc|optional)\\))?\\s*$`));
  }

  #visible(text) {
    return this.#scope.getByText(text).filter({ visible: true });
  }

  /** A page without scripts does not change by itself: reading once is enough. Locators pass over <noscript>. */
  async #reads(text) {
    await this.settle();
    const whole = this.#scope === this.page ? this.page.locator('body') : this.#scope;
    const said = (await whole.innerText()).replace(/\s+/g, ' ');
    return text instanceof RegExp ? text.test(said) : said.includes(text);
  }

  async #failure(what, cause) {
    const file = await this.shot(`failure-${this.name}`).catch(() => 'no picture');
    const said = await this.text().catch(() => 'nothing');
    return new Error(`${this.name} ${what} on ${this.path} (${file}); the page says:\n${said}`, { cause });
  }
}
