// A real SMTP server that shows what it receives (tests/peers/smtp_sink.py).

import { spawn } from 'node:child_process';
import path from 'node:path';
import { atEnd, guard } from './endings.mjs';
import { Lines } from './lines.mjs';
import { PEERS, TOOLS } from './places.mjs';

/** Starts it; `answer` 451 or 550 for the `first` messages. Resolves to { port, all, next, stop }. */
export async function startMail({ answer = 451, first = 0 } = {}) {
  const python = path.join(TOOLS, 'venv', 'bin', 'python');
  const script = path.join(PEERS, 'smtp_sink.py');
  const child = guard(
    spawn(python, [script, '--answer', String(answer), '--first', String(first)], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const lines = new Lines(child, [child.stdout], 'smtp_sink.py', JSON.parse);
  const port = await lines.first(Number.isInteger, 'port');
  const taken = new Set();
  const mail = {
    port,
    /** All messages and refused attempts so far. */
    get all() {
      return lines.values.slice(1);
    },
    /** The first message that fits and was not returned before: { from, to, subject, text, headers, parts } or { refused }. */
    async next(fits = () => true, what = 'mail') {
      const found = await lines.first((value) => typeof value === 'object' && !taken.has(value) && fits(value), what);
      taken.add(found);
      return found;
    },
    /** Ends it: its input is closed. */
    stop() {
      child.stdin.end();
    },
  };
  atEnd(() => mail.stop());
  return mail;
}
