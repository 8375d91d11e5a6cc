import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { databaseUrl, execute } from '../../../playground/servers/postgres.ts';
import type { Backup } from '../../../src/domain/backup.ts';
import type { Sha256 } from '../../../src/domain/ids.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { backup } from '../../../src/steps/backup.ts';
import { restoreObjection } from '../../../src/steps/restorable.ts';
import { restore } from '../../../src/steps/restore.ts';
import { copyComment } from '../../../src/steps/safety-copies.ts';
import { dumped, recorded } from './dump.ts';
import { backingUp, openSite, restoring, type Site } from './step-site.ts';

const day = 24 * 60 * 60_000;
const customers = 'SELECT id, name FROM "Customer" ORDER BY id';
const nameOf = (url: string): string => new URL(url).pathname.slice(1);
const maintenance = () => databaseUrl(inject('realParts').postgres, 'postgres');

/** A backup of the database as it is, by Godwit's own way. */
async function takenNow({ context }: Site): Promise<Backup> {
  const outcome = await backup(context(backingUp()));
  if (outcome.kind !== 'done' || outcome.backup === undefined) throw new Error(JSON.stringify(outcome));
  return outcome.backup;
}

/** What has happened since: other rows, and a table with a foreign key, on which `--clean` would fail. */
async function goOn({ host }: Site, url = host.databaseUrl): Promise<void> {
  await execute(url, 'UPDATE "Customer" SET name = upper(name)');
  await execute(url, 'CREATE TABLE "Parcel" (id int PRIMARY KEY, "orderId" int REFERENCES "Order" (id))');
}

const parcels = async ({ host }: Site) =>
  (await execute(host.databaseUrl, `SELECT to_regclass('"Parcel"')::text AS name`))[0]?.name;

const databasesLike = (start: string) =>
  execute(maintenance(), `SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY 1`, [`${start}_`]);

describe('the built-in restore', () => {
  test('restores into a new database, swaps the names, and keeps the old one', async () => {
    const site = await openSite({ login: 'with-createdb' });
    const { host, context } = site;
    const name = nameOf(host.databaseUrl);
    await execute(host.databaseUrl, `ALTER DATABASE "${name}" SET search_path TO '$user', public, "odd, name"`);
    await execute(host.databaseUrl, `ALTER DATABASE "${name}" CONNECTION LIMIT 42`);
    await execute(host.databaseUrl, `REVOKE CONNECT ON DATABASE "${name}" FROM PUBLIC`);
    const settings = `SELECT pg_get_userbyid(datdba) AS owner, pg_encoding_to_char(encoding) AS encoding, datcollate,
      (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(datacl) a) AS privileges, datconnlimit, (SELECT setconfig::text FROM pg_db_role_setting WHERE setdatabase = d.oid) AS settings
      FROM pg_database d WHERE datname = current_database()`;
    const before = await execute(host.databaseUrl, settings);
    const rows = await execute(host.databaseUrl, customers);
    const taken = await takenNow(site);
    await goOn(site);

    const { ended } = await idleSession(ownUrl(site));
    const run = context(restoring(taken));
    const outcome = await restore(run);
    const old = `${name}_before_${run.run.id}`;
    expect(outcome).toMatchObject({ kind: 'done', summary: expect.stringContaining(old) });
    await ended;

    expect(await execute(host.databaseUrl, customers)).toEqual(rows);
    expect(await parcels(site)).toBeNull();
    expect(await execute(host.databaseUrl, settings)).toEqual(before);
    expect(await databasesLike(name)).toEqual([{ datname: old }]);
    const kept = await execute(databaseUrl(inject('realParts').postgres, old), customers);
    expect(kept).toEqual(rows.map((row) => ({ ...row, name: String(row.name).toUpperCase() })));
  });

  test('comes to nothing where a session is in the way that this login may not end', async () => {
    const site = await openSite({ login: 'with-createdb' });
    const taken = await takenNow(site);
    await goOn(site);
    await idleSession(site.host.databaseUrl); // the superuser's
    expect(await restore(site.context(restoring(taken)))).toMatchObject({ kind: 'failed', unchanged: true });
    expect(await parcels(site)).toBe('"Parcel"');
    expect(await databasesLike(nameOf(site.host.databaseUrl))).toEqual([]);
  });

  test('is taken up after the swap by another worker, and does nothing twice', async () => {
    const site = await openSite();
    const taken = await takenNow(site);
    const context = site.context(restoring(taken));
    await restore(context);
    await execute(site.host.databaseUrl, `UPDATE "Customer" SET name = 'written after the swap'`);
    expect(await restore(context)).toMatchObject({ kind: 'done' });
    const [row] = await execute(site.host.databaseUrl, customers);
    expect(row?.name).toBe('written after the swap');
  });

  test('comes to nothing where the restored history is another than the one recorded', async () => {
    const site = await openSite();
    const taken = await takenNow(site);
    await goOn(site);
    const other = { ...taken, history: taken.history.slice(1) };
    expect(await restore(site.context(restoring(other)))).toMatchObject({
      kind: 'failed',
      unchanged: true,
      trouble: { code: 'restore-differs' },
    });
    expect(await parcels(site)).toBe('"Parcel"');
    expect(await databasesLike(nameOf(site.host.databaseUrl))).toEqual([]);
  });

  test('removes safety copies whose time is over, and no others', async () => {
    const site = await openSite();
    const name = nameOf(site.host.databaseUrl);
    const taken = await takenNow(site);
    const copies = { [`${name}_before_old`]: -day, [`${name}_before_young`]: day };
    for (const [copy, ms] of Object.entries(copies)) {
      await execute(maintenance(), `CREATE DATABASE "${copy}"`);
      const comment = copyComment(name, epochMs(Date.now() + ms));
      await execute(maintenance(), `COMMENT ON DATABASE "${copy}" IS '${comment}'`);
    }
    const context = site.context(restoring(taken));
    expect(await restore(context)).toMatchObject({ kind: 'done' });
    const left = (await databasesLike(name)).map(({ datname }) => datname);
    expect(left).toEqual([`${name}_before_${context.run.id}`, `${name}_before_young`].sort());
  });

  test.each(['with-createdb', 'without-createdb'] as const)('takes plain SQL and gzip as well, %s', async (login) => {
    const site = await openSite({ login });
    const rows = await execute(site.host.databaseUrl, customers);
    const plain = await dumped(site, ['pg_dump']);
    for (const [file, bytes] of [
      ['plain.sql', plain],
      ['plain.sql.gz', gzipSync(plain)],
    ] as const) {
      const made = await recorded(site, file, bytes);
      await execute(site.host.databaseUrl, 'UPDATE "Customer" SET name = upper(name)');
      expect(await restoreObjection(site.context(backingUp()), restoring(made))).toBeNull();
      expect(await restore(site.context(restoring(made, null)))).toMatchObject({ kind: 'done' });
      expect(await execute(site.host.databaseUrl, customers)).toEqual(rows);
    }
  });
});

describe('without the right to create databases', () => {
  test('takes what newer tools wrote: they turn off a limit that this server does not know', async () => {
    const site = await openSite({ login: 'without-createdb' });
    const rows = await execute(site.host.databaseUrl, customers);
    const plain = (await dumped(site, ['pg_dump'])).toString();
    const newer = plain.replace('SET lock_timeout = 0;\n', '$&SET transaction_timeout = 0;\n');
    expect(newer).not.toBe(plain);
    const made = await recorded(site, 'newer.sql', Buffer.from(newer));
    await goOn(site, ownUrl(site));
    expect(await restore(site.context(restoring(made, null)))).toMatchObject({ kind: 'done' });
    expect(await execute(site.host.databaseUrl, customers)).toEqual(rows);
  });

  test('the database is emptied and filled again in one transaction', async () => {
    const site = await openSite({ login: 'without-createdb' });
    const rows = await execute(site.host.databaseUrl, customers);
    const taken = await takenNow(site);
    await goOn(site, ownUrl(site));
    expect(await restore(site.context(restoring(taken)))).toMatchObject({
      kind: 'done',
      summary: expect.stringContaining('in place'),
    });
    expect(await execute(site.host.databaseUrl, customers)).toEqual(rows);
    expect(await parcels(site)).toBeNull();
    const schema = `SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = 'public'`;
    expect(await execute(site.host.databaseUrl, schema)).toEqual([{ owner: 'pg_database_owner' }]);
  });

  test.each([
    ['half a dump in custom form', (dump: Buffer) => dump.subarray(0, dump.length * 0.6), ['-Fc']],
    ['half a dump in SQL, cut within the rows', cutWithinRows, []],
    ['half a gzip', (dump: Buffer) => gzipSync(dump).subarray(0, -200), []],
  ] as const)('%s changes nothing', async (_, cut, format) => {
    const site = await openSite({ login: 'without-createdb' });
    await goOn(site, ownUrl(site));
    const rows = await execute(site.host.databaseUrl, customers);
    const half = cut(await dumped(site, ['pg_dump', ...format]));
    const made = await recorded(site, 'half.dump', half);
    expect(await restoreObjection(site.context(backingUp()), restoring(made))).toMatchObject({
      code: 'backup-broken',
    });
    const outcome = await restore(site.context(restoring(made, null)));
    expect(outcome).toMatchObject({ kind: 'failed', unchanged: true });
    expect(await execute(site.host.databaseUrl, customers)).toEqual(rows);
  });
});

describe('before anything is stopped', () => {
  test('a file that is gone, written over, changed or cannot be loaded is refused', async () => {
    const site = await openSite();
    const context = site.context(backingUp());
    const objection = (made: Backup) => restoreObjection(context, restoring(made));
    const made = await recorded(site, 'a.sql', await dumped(site, ['pg_dump']));
    expect(await objection(made)).toBeNull();
    expect(await objection({ ...made, path: 'backups/staging/b.sql' })).toMatchObject({ code: 'backup-not-found' });
    expect(await objection({ ...made, path: '/etc/passwd' })).toMatchObject({ code: 'backup-not-found' });
    expect(await objection({ ...made, bytes: made.bytes - 1 })).toMatchObject({ code: 'backup-broken' });
    expect(await objection({ ...made, sha256: '0'.repeat(64) as Sha256 })).toMatchObject({ code: 'backup-broken' });
    const whole = await recorded(site, 'whole.sql', await dumped(site, ['pg_dump', '--create']));
    expect(await objection(whole)).toMatchObject({ code: 'backup-unverified' });
    const odd = await recorded(site, 'odd.gz', gzipSync('CREATE TABLE t (id int);'));
    expect(await objection(odd)).toMatchObject({ code: 'backup-unverified' });
  });
});

/** Opens a session that does nothing. Resolves to what resolves when the server ends it. */
async function idleSession(url: string): Promise<{ readonly ended: Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  await client.connect();
  onTestFinished(() => client.end());
  return { ended };
}

/** Half the text, ending in the middle of a table's rows. */
function cutWithinRows(dump: Buffer): Buffer {
  const rows = dump.indexOf('COPY public."Order"');
  return dump.subarray(0, dump.indexOf('\n', rows) + 30);
}

const ownUrl = ({ host, secrets }: Site): string => {
  const url = new URL(host.databaseUrl);
  url.username = secrets.PGUSER.reveal();
  url.password = secrets.PGPASSWORD.reveal();
  return url.href;
};
