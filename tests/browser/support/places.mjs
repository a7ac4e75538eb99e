// Where things are: the built program, the pinned tools, the places for pictures. No state, no I/O but looking.

import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');

/** What `tests/run prepare` makes: `venv`, `node_modules`, `browser/node_modules`. */
export const TOOLS = process.env.TEST_TOOLS ?? path.join(target, 'test-tools');

/** The debug build. */
export const PROGRAM = path.join(target, 'debug', 'doithoai');

export const PEERS = path.join(root, 'tests', 'peers');

/** Pictures go into the guide only when asked for, so that an ordinary run changes no file of the repository. */
export const PICTURES = process.env.UPDATE_DOCS === '1' ? path.join(root, 'docs', 'images') : path.join(target, 'browser');

/** The library that fakes the wall clock of a program with several threads. Debian keeps it in a folder per architecture. */
export function fakeTimeLibrary() {
  const found = readdirSync('/usr/lib')
    .map((folder) => path.join('/usr/lib', folder, 'faketime', 'libfaketimeMT.so.1'))
    .find((file) => existsSync(file));
  if (!found) throw new Error('faketime is missing: run `tests/run prepare` once');
  return found;
}

/** Loads a pinned package. */
export const tool = (name) => pinned()(name);

/** The path of a file in a pinned package. */
export const fileOfTool = (name) => pinned().resolve(name);

function pinned() {
  if (!existsSync(path.join(TOOLS, 'browser', 'node_modules'))) {
    throw new Error('The browser tools are missing: run `tests/run prepare` once');
  }
  return createRequire(path.join(TOOLS, 'browser', 'package.json'));
}
