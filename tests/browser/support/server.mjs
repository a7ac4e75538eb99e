// The program under test as a process: started, listened to, turned in time, stopped, killed, started again.
// Who clicks in it is in person.mjs.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { atEnd, guard } from './endings.mjs';
import { WallClock } from './clock.mjs';
import { Lines, PATIENCE } from './lines.mjs';
import { signIn, visit } from './person.mjs';
import { PROGRAM } from './places.mjs';

/**
 * Starts `doithoai serve` on a free loopback port and resolves when it listens.
 *   database  a DATABASE_URL; without one the embedded database in `data`
 *   data      data folder; without one a fresh folder that goes at the end
 *   clock     Vietnamese wall time to start with, such as '2025-03-03 08:00'; without one the real time
 *   env       more environment
 *   program   command and first arguments instead of the debug build
 */
export async function startServer(options = {}) {
  const server = new Server(options);
  await server.start();
  return server;
}

/** Runs the program with other arguments than `serve`; resolves to { status, stdout, stderr } whatever the status. */
export function runProgram(args, { database, env, input = '', program = [PROGRAM] } = {}) {
  const [command, ...first] = program;
  const environment = { ...process.env, ...(database && { DATABASE_URL: database }), ...env };
  return new Promise((resolve, reject) => {
    const child = execFile(command, [...first, ...args], { env: environment }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ status: error?.code ?? 0, stdout, stderr });
    });
    // A program that does not read its input may be gone before all is written.
    child.stdin?.on('error', () => {}).end(input);
  });
}

class Server {
  #options;
  #folder;
  #clock;
  #child = null;

  constructor(options) {
    this.#options = options;
    this.#folder = mkdtempSync(path.join(os.tmpdir(), 'doithoai-'));
    this.#clock = new WallClock(this.#folder);
    if (options.clock) this.#clock.set(options.clock);
    this.data = options.data ?? path.join(this.#folder, 'data');
    atEnd(() => this.stop());
    // After `atEnd`, and also when this process is told to go.
    process.once('exit', () => rmSync(this.#folder, { recursive: true, force: true }));
  }

  /** Starts it; again on the same port after a stop, so that open pages stay good. */
  async start() {
    const { database, env, program = [PROGRAM] } = this.#options;
    const listen = this.address ? new URL(this.address).host : '127.0.0.1:0';
    const [command, ...first] = program;
    const environment = { ...process.env, ...this.#clock.environment, ...(database && { DATABASE_URL: database }), ...env };
    this.#child = guard(
      spawn(command, [...first, 'serve', '--listen', listen, '--data', this.data], {
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    this.log = new Lines(this.#child, [this.#child.stdout, this.#child.stderr], path.basename(command), entryOf);
    this.address = (await this.line('listening')).address.replace(/\/$/, '');
  }

  /** The first log entry with this message, as an object of its fields. */
  line(message) {
    return this.log.first((entry) => entry.message === message, `"${message}" in the log`);
  }

  /** The one-time address of a fresh installation's first page. */
  async setupLink() {
    return (await this.line('set-up link')).link;
  }

  /** Turns the program's wall clock, Vietnamese time: '2025-03-03 08:00'. */
  setClock(wall) {
    this.#clock.set(wall);
  }

  /** Environment that makes any program live by this server's clock. */
  get clockEnvironment() {
    return this.#clock.environment;
  }

  /** Runs another command of the program on the same data, database and clock; `input` is what it reads. */
  run(args, input) {
    const { database, env, program } = this.#options;
    const environment = { ...this.#clock.environment, ...env };
    return runProgram([...args, '--data', this.data], { database, program, input, env: environment });
  }

  /** Asks it to stop and waits until it has; a program that does not stop in time is killed and reported. */
  async stop() {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    const [code, signal] = await exit;
    clearTimeout(timer);
    if (code !== 0) throw new Error(`stopped with ${signal ?? `status ${code}`}\n${this.log.tail()}`);
  }

  /** Ends it without warning, as a power cut would. */
  async kill() {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  /** A person in a browser of their own, signed in. Options: see `visitor`. */
  newPerson(name, login, password, options) {
    return signIn(this, name, login, password, options);
  }

  /** Somebody in a browser of their own, not signed in. Options: `noScript`, `narrow` (360 px). */
  visitor(name, options) {
    return visit(this, name, options);
  }
}

/** A JSON log line with its fields at the top; anything else as a message. */
function entryOf(line) {
  try {
    const entry = JSON.parse(line);
    if (entry && typeof entry === 'object') return { ...entry, ...entry.fields };
  } catch {
    // Not every line is ours: a panic or the loader speak plainly.
  }
  return { message: line };
}
