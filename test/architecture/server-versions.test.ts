import { expect, it } from 'vitest';
import { sourceFiles } from '../support/source-files.ts';

/** What a query may name only where it first asks for the version, or reads it by `to_jsonb`: not every server from 13 to 17 has it. */
const notEverywhere: Readonly<Record<string, string>> = {
  waitstart: '14',
  query_id: '14',
  attcompression: '14',
  prosqlbody: '14',
  idle_session_timeout: '14',
  pg_database_owner: '14, owner of public from 15',
  datlastsysoid: 'until 14',
  datlocprovider: '15',
  daticulocale: '15 and 16',
  datcollversion: '15',
  indnullsnotdistinct: '15',
  confdelsetcols: '15',
  daticurules: '16',
  last_seq_scan: '16',
  any_value: '16',
  pg_input_is_valid: '16',
  datlocale: '17',
  dathasloginevt: '17',
  pg_wait_events: '17',
  pg_stat_checkpointer: '17',
};

/** The text without what is safe: a key that is read by `->>`, and a branch chosen by the server's number. */
const unguarded = (text: string): string =>
  text
    .replace(/->> '\w+'/g, '')
    .replace(/server_version_num[\s\S]*?(ELSE|END)/g, '')
    .replace(/^\s*(\/?\*|\/\/).*$/gm, '');

const namesIn = (text: string): readonly string[] =>
  Object.keys(notEverywhere).filter((name) => new RegExp(`\\b${name}\\b`).test(unguarded(text)));

it('no query names what only some of the supported servers have', () => {
  const files = sourceFiles(['src/database', 'src/steps'], /\.ts$/).filter(({ text }) => /SELECT|SCHEMA/.test(text));
  expect(files.length).toBeGreaterThan(10);
  const found = files.flatMap(({ path, text }) =>
    namesIn(text).map((name) => `${path}: ${name} (${notEverywhere[name]})`),
  );
  expect(found).toEqual([]);
});

it('and this test would see it', () => {
  expect(namesIn('SELECT waitstart FROM pg_locks')).toEqual(['waitstart']);
  expect(namesIn("SELECT to_jsonb(d) ->> 'datlocale' FROM pg_database d")).toEqual([]);
});
