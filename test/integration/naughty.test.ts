import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { stringify } from 'yaml';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import { type ActionId, inputIds } from '../../src/render/action-ids.ts';
import { announcement } from '../../src/render/announcement.ts';
import { commands as inHelp } from '../../src/render/commands.ts';
import { reviewCall } from '../../src/render/review-call.ts';
import { runCard } from '../../src/render/run-card.ts';
import { actions } from '../../src/slack/actions/menu.ts';
import { views } from '../../src/slack/views/menu.ts';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { viewRun } from '../../src/usecases/view-run.ts';
import { silentLog } from '../fakes/sample-runs.ts';
import { naughtyStrings } from '../support/naughty-strings.ts';
import { freshOwnTables } from '../support/own-tables.ts';
import { aRun, production, type runId, staging } from '../unit/render/samples.ts';
import { ana, ben, officeOf } from '../unit/slack/people.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'naughty-'));
const marker = path.join(folder, 'executed');
const classes = Object.entries(naughtyStrings(marker));

/** Nothing that was said can reach anybody but who is meant, nor hides a part of itself. */
function isHarmless(words: string): void {
  expect(words).not.toMatch(/<!(channel|here|everyone|subteam)/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(words).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(words).not.toMatch(/\p{Surrogate}/u);
}

describe.each(classes)('naughty strings: %s', (_, strings) => {
  let store: OpenStore;
  let office: ReturnType<typeof officeOf>;
  beforeAll(async () => {
    store = openStore({ databaseUrl: await freshOwnTables('naughty'), log: silentLog });
  });
  afterAll(async () => {
    await store[Symbol.asyncDispose]();
    expect(existsSync(marker)).toBe(false);
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    expect(inject('realParts').postgres.port).toBeGreaterThan(0);
    office = officeOf({ store });
  });

  it.each(inHelp.map(({ name }) => name))('as words after /migrate %s: each gets one answer', async (name) => {
    for (const text of strings) {
      for (const typed of [`${name} ${text}`, `${name} production ${text}`]) {
        const { acks, words } = await office.type(ben, typed);
        expect(acks).toBe(1);
        isHarmless(words);
      }
    }
  });

  it('as the reason of an emergency: kept, told and shown as it is', async () => {
    const rights = { ...production.policy.rights, emergency: [ben] };
    const environments = [staging, { ...production, policy: { ...production.policy, rights } }];
    const glass = officeOf({ store, environments });
    for (const text of strings) {
      await glass.type(ben, `deploy production --emergency ${text}`);
      const { open } = await store.surroundings(production.id);
      if (open === null) continue;
      const view = await viewRun(glass.deps, open.id);
      if (view === null) throw new Error('the run that was kept is not there');
      const loud = announcement(view, 'emergency');
      expect(loud.text).toMatch(/^<!channel> /);
      isHarmless(JSON.stringify([runCard(view), reviewCall(view), loud]).replaceAll('<!channel> !', ''));
      await glass.type(ben, `cancel ${open.id}`);
    }
    expect(await store.checkAudit()).toMatchObject({ kind: 'intact' });
  });

  it('as a command', async () => {
    for (const text of strings) {
      const { acks, words } = await office.type(ana, text);
      expect(acks).toBe(1);
      isHarmless(words);
    }
  });

  it.each(Object.keys(actions) as ActionId[])('as what the button %s brings', async (action) => {
    for (const text of strings) {
      const { acks, words } = await office.press(ana, action, text);
      expect(acks).toBe(1);
      isHarmless(words);
    }
  });

  it('as every field and text of every dialog', async () => {
    const { runs } = store;
    const [open] = (await runs({ environment: production.id, limit: 50 })).filter(
      ({ state }) => state.kind !== 'ended',
    );
    if (open === undefined) await office.keep(aRun({ id: `r${Date.now()}` as typeof runId }));
    for (const text of strings) {
      for (const view of Object.keys(views) as (keyof typeof views)[]) {
        const inputs = {
          [inputIds.reason]: { value: text },
          [inputIds.backup]: { selected_option: { value: text } },
          [inputIds.windowLength]: { selected_option: { value: text } },
          [inputIds.windowOpens]: { selected_date_time: Number(text) },
        };
        for (const run of [text, open?.id ?? '']) {
          const became = await office.submit(ben, view as never, {
            metadata: { run, inquiry: text, environment: text, receipt: text },
            inputs: inputs as never,
          });
          isHarmless(JSON.stringify(became));
        }
      }
    }
    expect(await store.checkAudit()).toMatchObject({ kind: 'intact' });
  });

  it('as every value of the configuration: read or refused, never repeated', () => {
    const hostKey = `SHA256:${'A'.repeat(43)}`;
    for (const text of strings) {
      const ssh = { host: text, user: text, privateKeyFile: text, passphrase: text, hostKey: text };
      const fields: object[] = [
        { ssh: { ...ssh } },
        { ssh: { host: 'a', user: 'b', privateKeyFile: 'c', hostKey, passphrase: text } },
        ...['directory', 'exec', 'prisma', 'checklist', 'announce', 'promotesFrom', 'protected'].map((key) => ({
          [key]: text,
        })),
        { rights: { request: [text] }, approvals: { required: text, expireAfter: text } },
        {
          backup: { command: text, directory: text, keep: text },
          rollback: { command: [text], answers: [{ when: text, say: text }] },
        },
        {
          database: { via: text, url: text, variable: text, tools: text },
          windows: [{ days: [text], from: text, to: text }],
        },
        { limits: { step: text }, service: { stop: text, start: [text], health: text }, [text]: text },
      ];
      for (const field of fields) {
        const environment = { local: true, directory: '/opt/a', ...field };
        const file = {
          timezone: text,
          projects: { shop: { channel: text, environments: { production: environment, [text]: environment } } },
        };
        const read = readConfiguration(stringify(file), '/etc/godwit.yml');
        expect(read.kind).toBe('invalid');
      }
      expect(['valid', 'invalid']).toContain(readConfiguration(text, '/etc/godwit.yml').kind);
    }
  });
});
