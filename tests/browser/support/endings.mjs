// What must be ended when a test file is over: children, databases, folders. Last started, first ended.
// A process that is itself killed still takes its children along.

const endings = [];
const children = new Set();

/** Remembers what to do at the end; `end` may be called twice and may be asynchronous. */
export function atEnd(end) {
  endings.push(end);
}

/** Ends everything; the first error is thrown after all have had their turn. */
export async function endAll() {
  const errors = [];
  while (endings.length > 0) {
    try {
      await endings.pop()();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

/** A child process that never outlives this one. */
export function guard(child) {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
