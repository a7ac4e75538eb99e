// The databases that a story is told on: the embedded one, and PostgreSQL where TEST_DATABASE_URL names a server.

import { execFileSync } from 'node:child_process';
import { atEnd } from './endings.mjs';

let number = 0;

/** [{ name, open }]: `open()` returns a fresh DATABASE_URL, or undefined for the embedded database. */
export function databases() {
  const embedded = { name: 'SQLite', open: () => undefined };
  const admin = process.env.TEST_DATABASE_URL;
  return admin ? [embedded, { name: 'PostgreSQL', open: () => openPostgres(admin) }] : [embedded];
}

function openPostgres(admin) {
  const name = `doithoai_test_${process.pid}_browser${++number}`;
  psql(admin, `CREATE DATABASE ${name} TEMPLATE template0`);
  atEnd(() => psql(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return url.href;
}

function psql(url, statement) {
  execFileSync('psql', ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', url, '--command', statement]);
}
