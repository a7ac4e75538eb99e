// The lines that a child process prints, as something to wait for: those that came already and those to come.
// Knows nothing of what they mean.

import { createInterface } from 'node:readline';

/** Milliseconds after which a wait has failed; a green run never comes near it. */
export const PATIENCE = 30_000;

export class Lines {
  #seen = [];
  #waiting = new Set();
  #over = null;

  /** `name` stands in error messages; `parse` turns a line into what the predicates get. */
  constructor(child, streams, name, parse = (line) => line) {
    this.name = name;
    for (const stream of streams) {
      createInterface({ input: stream }).on('line', (line) => {
        const value = parse(line);
        this.#seen.push({ line, value });
        for (const wait of [...this.#waiting]) wait.look(value);
      });
    }
    const end = (why) => {
      this.#over = why;
      for (const wait of [...this.#waiting]) wait.fail(why);
    };
    child.once('error', (error) => end(error.message));
    // `close`, not `exit`: the last words have been read by then.
    child.once('close', (code, signal) => end(`ended with ${signal ?? `status ${code}`}`));
  }

  /** All values so far. */
  get values() {
    return this.#seen.map(({ value }) => value);
  }

  /** The last lines as they were printed. */
  tail(count = 30) {
    return this.#seen.slice(-count).map(({ line }) => line).join('\n');
  }

  /** The first value for which `fits` holds, of `from` (count of values to skip) on. Rejects when the process ends first. */
  first(fits, what, from = 0) {
    const already = this.values.slice(from).find(fits);
    if (already !== undefined) return Promise.resolve(already);
    return new Promise((resolve, reject) => {
      const done = (settle, value) => {
        clearTimeout(timer);
        this.#waiting.delete(wait);
        settle(value);
      };
      const fail = (why) => done(reject, new Error(`${this.name}: no ${what}: ${why}\n${this.tail()}`));
      const wait = { look: (value) => fits(value) && done(resolve, value), fail };
      const timer = setTimeout(() => fail(`waited ${PATIENCE / 1000} s`), PATIENCE);
      this.#waiting.add(wait);
      if (this.#over) fail(this.#over);
    });
  }
}
