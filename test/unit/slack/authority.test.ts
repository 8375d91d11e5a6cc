import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../src/domain/environment.ts';
import type { InquiryId, UserId } from '../../../src/domain/ids.ts';
import type { Finding, Question } from '../../../src/domain/inquiry.ts';
import type { Holders, Right } from '../../../src/domain/policy.ts';
import { type Run, stepsOf } from '../../../src/domain/run.ts';
import { trouble } from '../../../src/domain/trouble.ts';
import {
  type ActionId,
  approvalValue,
  dropValue,
  environmentActions,
  inputIds,
  migrationValue,
  pageValue,
  runActions,
  sessionActions,
  sessionValue,
  type ViewId,
} from '../../../src/render/action-ids.ts';
import type { CommandName } from '../../../src/render/commands.ts';
import { loadingModal } from '../../../src/render/loading-modal.ts';
import { actions } from '../../../src/slack/actions/menu.ts';
import { commands } from '../../../src/slack/commands/menu.ts';
import { views } from '../../../src/slack/views/menu.ts';
import { downReport } from '../../fakes/sample-drift.ts';
import { aBlocker, activeMark, idleMark, locksInquiry } from '../render/lock-samples.ts';
import {
  aRun,
  at,
  backup,
  backupsReport,
  blockedBySteps,
  done,
  lossReport,
  plan,
  production,
  resolveReport,
  runId,
  running,
  staging,
} from '../render/samples.ts';
import { dan, eve, officeOf } from './people.ts';

const rights: readonly Right[] = ['read', 'request', 'approve', 'operate', 'destroy', 'emergency'];
type Office = ReturnType<typeof officeOf>;
/** What an entry did, as one text: a refusal's code stands in it. */
type Act = (office: Office, by: UserId) => Promise<string>;
interface Entry {
  /** Any one of them is enough; empty: nobody needs any. */
  readonly needs: readonly Right[];
  readonly act: Act;
}

const waits: Partial<Run> = { requestedBy: 'U09' as UserId };
const type =
  (text: string, run: Partial<Run> | null = null): Act =>
  async (office, by) => {
    if (run !== null) await office.keep(aRun({ ...waits, ...run }));
    return (await office.type(by, text)).words;
  };
const press =
  (action: ActionId, run: Partial<Run> | null = {}): Act =>
  async (office, by) => {
    const kept = run === null ? null : await office.keep(aRun({ ...waits, ...run }));
    const ofEnvironment = (Object.values(environmentActions) as string[]).includes(action);
    const ofRun = action === runActions.approve && kept !== null ? approvalValue(kept) : runId;
    return (await office.press(by, action, ofEnvironment ? production.id : ofRun)).words;
  };
const submit =
  (
    view: ViewId,
    metadata: Readonly<Record<string, string>>,
    inputs: Parameters<Office['submit']>[2]['inputs'] = {},
  ): Act =>
  async (office, by) => {
    await office.keep(aRun(waits));
    return JSON.stringify(await office.submit(by, view, { metadata: { run: runId, ...metadata }, inputs }));
  };
const restored: Act = async (office, by) => {
  const finding = { kind: 'backups' as const, environment: production.id, report: backupsReport };
  const place = { kind: 'view' as const, viewId: 'V1' };
  const question = { kind: 'backups' as const, environment: production.id };
  const asked = { id: 'q1' as never, question, askedBy: by, askedAt: at(), channel: production.channel };
  await office.deps.store.createInquiry({ ...asked, answer: place, finding, complete: true }, null, []);
  return JSON.stringify(
    await office.submit(by, 'restore', { metadata: { inquiry: 'q1', environment: production.id } }),
  );
};
const planned: Act = async (office, by) => {
  const report = { lookedAt: at(), pending: plan.pending, review: null, gates: [], prismaVersion: '7.10.0' };
  const finding = { kind: 'plan' as const, environment: production.id, report };
  const question = { kind: 'plan' as const, environment: production.id };
  const place = { kind: 'in-channel' as const, url: 'https://hooks.test/1' };
  const asked = { id: 'q1' as never, question, askedBy: by, askedAt: at(), channel: production.channel };
  await office.deps.store.createInquiry({ ...asked, answer: place, finding, complete: true }, null, []);
  return (await office.press(by, 'plan.read', 'q1')).words;
};
const answered = async (office: Office, question: Question, finding: Finding) => {
  const asked = { id: 'q1' as InquiryId, question, askedBy: dan, askedAt: at(), channel: production.channel };
  await office.deps.store.createInquiry({ ...asked, answer: { kind: 'posted' }, finding, complete: true }, null, []);
};
const writing: Act = async (office, by) => {
  const about = { kind: 'down' as const, environment: production.id };
  await answered(office, { ...about, newest: 1 }, { ...about, report: downReport });
  return (await office.press(by, 'down.write', 'q1')).words;
};
const choosing: Act = async (office, by) => {
  const about = { kind: 'backups' as const, environment: production.id };
  await answered(office, about, { ...about, report: backupsReport });
  office.slack.addTrigger('t1');
  await office.slack.openView('t1', loadingModal('Roll back'));
  await office.press(by, 'restore.down', 'q1');
  return JSON.stringify([...office.slack.views().values()]);
};
const stopped =
  (action: ActionId): Act =>
  async (office, by) => {
    await office.deps.store.createInquiry(locksInquiry({ askedBy: by }), null, []);
    const mark = action === sessionActions.end ? idleMark : activeMark;
    return (await office.press(by, action, sessionValue('q1', mark))).words;
  };
const lookedFor = async (office: Office, by: UserId): Promise<void> => {
  const finding = { kind: 'resolve' as const, environment: production.id, report: resolveReport };
  const question = { kind: 'resolve' as const, environment: production.id, migration: 'x', as: 'applied' as const };
  const place = { kind: 'in-channel' as const, url: 'https://hooks.test/1' };
  const asked = { id: 'q1' as never, question, askedBy: by, askedAt: at(), channel: production.channel };
  await office.deps.store.createInquiry({ ...asked, answer: place, finding, complete: true }, null, []);
};
const marked =
  (action: ActionId): Act =>
  async (office, by) =>
    (await office.press(by, action, migrationValue(production.id, 'x'))).words;
const dropped: Act = async (office, by) => {
  await lookedFor(office, by);
  return (await office.press(by, 'resolve.drop-index', dropValue('q1', 0))).words;
};
const lookedAnew: Act = async (office, by) => {
  await lookedFor(office, by);
  return (await office.press(by, 'resolve.look-again', 'q1')).words;
};
const resolved: Act = async (office, by) => {
  await lookedFor(office, by);
  const inputs = { [inputIds.why]: { value: 'completed by hand' } };
  return JSON.stringify(await office.submit(by, 'resolve', { metadata: { inquiry: 'q1', as: 'applied' }, inputs }));
};
const confirmed: Act = async (office, by) => {
  const finding = { kind: 'losses' as const, environment: staging.id, command: 'reset' as const, report: lossReport };
  const question = { kind: 'losses' as const, environment: staging.id, command: 'reset' as const };
  const place = { kind: 'view' as const, viewId: 'V1' };
  const asked = { id: 'q1' as never, question, askedBy: by, askedAt: at(), channel: staging.channel };
  await office.deps.store.createInquiry({ ...asked, answer: place, finding, complete: true }, null, []);
  const inputs = { [inputIds.environmentName]: { value: staging.name } };
  return JSON.stringify(await office.submit(by, 'losses', { metadata: { inquiry: 'q1' }, inputs }));
};
/** In a dialog that was open before the right was taken away. */
const turned =
  (action: ActionId): Act =>
  async (office, by) => {
    await office.keep(aRun(waits));
    office.slack.addTrigger('t1');
    await office.slack.openView('t1', loadingModal('SQL'));
    await office.press(by, action, pageValue(runId, 0, plan.receipt));
    return JSON.stringify([...office.slack.views().values()]);
  };
const unknown = trouble('connection-lost', 'The connection was lost.');
const lost: Partial<Run> = {
  state: {
    kind: 'outcome-unknown',
    startedAt: at(),
    token: 1,
    step: 'deploy',
    lastSeenAt: at(),
    cancelling: null,
    trouble: unknown,
  },
};
/** While the migration waits for two others. */
const blocked =
  (action: ActionId): Act =>
  async (office, by) => {
    const [idle, active] = [aBlocker(), aBlocker({ pid: activeMark.pid, state: 'active', mark: activeMark })];
    await office.keep(aRun({ ...waits, state: running, steps: blockedBySteps(idle, active) }));
    const mark = action === 'run.end-blocker' ? idleMark : activeMark;
    return (await office.press(by, action, sessionValue(runId, mark))).words;
  };
const ended: Partial<Run> = {
  state: { kind: 'ended', ending: { kind: 'succeeded' }, startedAt: at(), endedAt: at() },
};
/** A restore that did not succeed after it had stopped the service. */
const stoppedService: Partial<Run> = {
  purpose: { kind: 'restore', backup, known: backup },
  steps: stepsOf.restore.map((name) =>
    name === 'preflight' || name === 'stop' ? done(name, 'well') : { name, state: { kind: 'pending' } },
  ),
  state: {
    kind: 'ended',
    ending: { kind: 'failed', step: 'restore', trouble: unknown },
    startedAt: at(),
    endedAt: at(),
  },
};
const onStaging = { ...ended, environment: staging.id };
const emergency = { by: 'U09' as UserId, at: at(), reason: 'orders cannot be paid', reviewed: null, reminders: 0 };
const seconds = Math.floor(at(24 * 60) / 1_000);

/** A new command, button or dialog does not compile until it says here whom it obeys. */
const ofCommands: Readonly<Record<CommandName, Entry>> = {
  help: { needs: [], act: type('help') },
  status: { needs: ['read'], act: type('status production') },
  plan: { needs: ['read'], act: type('plan production') },
  drift: { needs: ['read'], act: type('drift production') },
  backups: { needs: ['read'], act: type('backups production') },
  locks: { needs: ['read'], act: type('locks production') },
  history: { needs: ['read'], act: type('history production') },
  run: { needs: ['read'], act: type(`run ${runId}`, {}) },
  deploy: { needs: ['request'], act: type('deploy production') },
  backup: { needs: ['request'], act: type('backup production') },
  rollback: { needs: ['request'], act: type('rollback production') },
  resolve: { needs: ['request'], act: type('resolve production applied x') },
  dev: { needs: ['request'], act: type('dev staging add_vault') },
  reset: { needs: ['destroy'], act: type('reset staging') },
  push: { needs: ['destroy'], act: type('push staging') },
  cancel: { needs: ['operate'], act: type(`cancel ${runId}`, {}) },
  freeze: { needs: ['operate'], act: type('freeze production release day') },
  unfreeze: { needs: ['operate'], act: type('unfreeze production') },
};
const tick: readonly Right[] = ['request', 'approve'];
const ofActions: Readonly<Record<ActionId, Entry>> = {
  'run.approve': { needs: ['approve'], act: press('run.approve') },
  'run.reject': { needs: ['read'], act: press('run.reject') },
  'run.cancel': { needs: ['operate'], act: press('run.cancel') },
  'run.review': { needs: ['read'], act: press('run.review') },
  'run.review-back': { needs: ['read'], act: turned('run.review-back') },
  'run.review-next': { needs: ['read'], act: turned('run.review-next') },
  'plan.read': { needs: ['read'], act: planned },
  'down.write': { needs: ['request'], act: writing },
  'restore.down': { needs: ['request'], act: choosing },
  'locks.cancel': { needs: ['operate'], act: stopped('locks.cancel') },
  'locks.end': { needs: ['operate'], act: stopped('locks.end') },
  'run.cancel-blocker': { needs: ['operate'], act: blocked('run.cancel-blocker') },
  'run.end-blocker': { needs: ['operate'], act: blocked('run.end-blocker') },
  'resolve.rolled-back': { needs: ['request'], act: marked('resolve.rolled-back') },
  'resolve.applied': { needs: ['request'], act: marked('resolve.applied') },
  'resolve.look-again': { needs: ['request'], act: lookedAnew },
  'resolve.drop-index': { needs: ['operate'], act: dropped },
  'run.back-up-now': { needs: ['request'], act: press('run.back-up-now') },
  'run.deploy-source': { needs: ['request'], act: press('run.deploy-source') },
  'run.look-at-source': { needs: tick, act: press('run.look-at-source') },
  'run.pick-window': { needs: ['read'], act: press('run.pick-window') },
  'run.window-not-needed': { needs: tick, act: press('run.window-not-needed') },
  'run.announce': { needs: tick, act: press('run.announce') },
  'run.look-again': { needs: tick, act: press('run.look-again', lost) },
  'run.check-gates': { needs: tick, act: press('run.check-gates') },
  'run.review-emergency': { needs: ['approve'], act: press('run.review-emergency', { ...ended, emergency }) },
  'run.start-service': { needs: ['operate'], act: press('run.start-service', stoppedService) },
  'run.ask-again': { needs: ['destroy'], act: press('run.ask-again', { ...onStaging, purpose: { kind: 'reset' } }) },
  'run.show-log': { needs: ['operate'], act: press('run.show-log', ended) },
  'run.restore': { needs: ['request'], act: press('run.restore', null) },
  'run.redeploy': { needs: ['request'], act: press('run.redeploy', null) },
  'status.deploy': { needs: ['request'], act: press('status.deploy', null) },
  'run.locks': { needs: ['read'], act: press('run.locks', null) },
  'lock.break': { needs: ['destroy'], act: press('lock.break', null) },
};
const ofViews: Readonly<Record<ViewId, Entry>> = {
  review: { needs: ['approve'], act: submit('review', { receipt: plan.receipt }) },
  reject: { needs: ['approve'], act: submit('reject', {}) },
  window: { needs: tick, act: submit('window', {}, { [inputIds.windowOpens]: { selected_date_time: seconds } }) },
  restore: { needs: ['request'], act: restored },
  down: { needs: ['request'], act: submit('down', { environment: production.id }) },
  resolve: { needs: ['request'], act: resolved },
  losses: { needs: ['destroy'], act: confirmed },
};
const entries = [
  [
    '/migrate deploy --emergency',
    { needs: ['emergency'], act: type('deploy production --emergency "no orders"') },
  ] as const,
  [
    'button run.ask-again of a dev',
    {
      needs: ['request'],
      act: press('run.ask-again', { ...onStaging, purpose: { kind: 'dev', name: 'add_vault' } }),
    },
  ] as const,
  ...Object.entries(ofCommands).map(([name, entry]) => [`/migrate ${name}`, entry] as const),
  ...Object.entries(ofActions).map(([name, entry]) => [`button ${name}`, entry] as const),
  ...Object.entries(ofViews).map(([name, entry]) => [`dialog ${name}`, entry] as const),
];

const allowOf = ({ policy }: Environment): Environment['policy']['allow'] =>
  policy.protected ? [] : ['dev', 'reset', 'push'];

/** Both environments give their rights to these people alone. */
function officeWhere(holders: (right: Right) => Holders): Office {
  const given = Object.fromEntries(rights.map((right) => [right, holders(right)])) as Environment['policy']['rights'];
  const ruled = [staging, production].map((one) => ({
    ...one,
    policy: { ...one.policy, windows: [], rights: given, allow: allowOf(one) },
  }));
  return officeOf({ environments: ruled });
}

it('has every command, button and dialog', () => {
  expect(Object.keys(ofCommands).sort()).toEqual(Object.keys(commands).sort());
  expect(Object.keys(ofActions).sort()).toEqual(Object.keys(actions).sort());
  expect(Object.keys(ofViews).sort()).toEqual(Object.keys(views).sort());
});

describe.each(entries)('%s', (_, { needs, act }) => {
  it.each(rights)('obeys somebody with nothing but the right %s only where that is enough', async (right) => {
    const office = officeWhere((one) => (one === right ? [dan] : []));
    const refused = (await act(office, dan)).includes('right-missing');
    expect(refused).toBe(needs.length > 0 && !needs.includes(right));
  });

  it('obeys nobody by their name, their e-mail, or the channel', async () => {
    const office = officeWhere(() => []);
    expect((await act(office, dan)).includes('right-missing')).toBe(needs.length > 0);
  });

  it('obeys no guest, bot or somebody who left, whatever list names them', async () => {
    const office = officeWhere(() => [eve]);
    await office.deps.store.savePerson(eve, { fullMember: false, zone: null, fetchedAt: at() });
    expect((await act(office, eve)).includes('guest')).toBe(needs.length > 0);
    expect(await office.jobs()).toEqual([]);
  });
});
