// long: one object of the methods of a store, most of them a line or two; in pieces they would share the same ten maps
import type { Backup } from '../../src/domain/backup.ts';
import { unreviewed } from '../../src/domain/emergency.ts';
import type { Freeze } from '../../src/domain/freeze.ts';
import type { EnvironmentId, GroupId, InquiryId, RunId, Sha256, UserId } from '../../src/domain/ids.ts';
import type { Inquiry } from '../../src/domain/inquiry.ts';
import type { ReviewDetail } from '../../src/domain/review-detail.ts';
import { changesDatabase, type Run } from '../../src/domain/run.ts';
import { assertNever } from '../../src/lib/assert-never.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';
import type {
  Changed,
  Decision,
  DeliveryKey,
  KnownGroup,
  KnownPerson,
  MessageRow,
  Store,
  Surroundings,
} from '../../src/ports/store.ts';
import { MemoryEffects } from './memory-effects.ts';

/** A run with what the real store keeps in columns beside it. */
interface Kept {
  readonly run: Run;
  readonly wakeAt: EpochMs | null;
  readonly token: number | null;
  readonly beatAt: EpochMs | null;
}

/**
 * The store in memory, for tests of what stands above it. It keeps the promises of the real one, which the contract
 * suite holds against both: a decision is written whole or not at all, a delivery acts once, one request is open per
 * environment. Every method does its work in one go, so calls made at the same time follow one another.
 */
// long: the port is, and this has one entry a method, over maps that they share
export function memoryStore(
  options: { readonly now?: () => EpochMs } = {},
): Store & AsyncDisposable & { readonly effects: MemoryEffects } {
  const now = options.now ?? (() => epochMs(Date.now()));
  const effects = new MemoryEffects();
  const kept = new Map<RunId, Kept>();
  const deliveries = new Set<string>();
  const turns = new Map<string, Promise<void>>();
  const logs = new Map<string, { readonly run: RunId; readonly step: string; bytes: Buffer }>();
  const inquiries = new Map<InquiryId, Inquiry>();
  const freezes = new Map<EnvironmentId, Freeze>();
  const driftWatch = new Map<EnvironmentId, { readonly lookedAt: EpochMs; readonly told: string | null }>();
  const texts = new Map<Sha256, string>();
  const details = new Map<string, ReviewDetail>();
  const groups = new Map<GroupId, KnownGroup>();
  const people = new Map<UserId, KnownPerson>();

  const all = () => [...kept.values()];
  const newestFirst = () =>
    all()
      .map(({ run }) => run)
      .sort((a, b) => b.requestedAt - a.requestedAt || (a.id < b.id ? 1 : -1));
  const open = ({ run }: Kept) => run.state.kind !== 'ended';
  const openBeside = (run: Pick<Run, 'environment' | 'id'>, changes: boolean) =>
    all().find(
      (other) =>
        open(other) &&
        other.run.environment === run.environment &&
        other.run.id !== run.id &&
        changesDatabase(other.run.purpose.kind) === changes,
    )?.run ?? null;
  const executing = new Set<string>(['queued', 'running', 'outcome-unknown']);

  const around = (environment: EnvironmentId, id: RunId | null): Surroundings =>
    structuredClone({
      freeze: freezes.get(environment) ?? null,
      open: openBeside({ environment, id: id ?? ('' as RunId) }, true),
      newer: null,
      executing:
        newestFirst()
          .reverse()
          .find((run) => run.environment === environment && run.id !== id && executing.has(run.state.kind))?.id ?? null,
      groups,
      people,
    });

  const save = (run: Run, wakeAt: EpochMs | null): void => {
    const before = kept.get(run.id);
    const claim = run.state.kind === 'running' || run.state.kind === 'outcome-unknown' ? run.state.token : null;
    const anew = claim !== null && claim !== (before?.token ?? null);
    kept.set(run.id, {
      run: structuredClone(run),
      wakeAt,
      token: claim ?? before?.token ?? null,
      beatAt: anew ? now() : (before?.beatAt ?? null),
    });
  };

  const carryOut = (decision: Decision, delivery: DeliveryKey): Changed => {
    switch (decision.kind) {
      case 'refuse':
        return { kind: 'refused', refusal: decision.refusal };
      case 'leave':
        return { kind: 'left' };
      case 'proceed': {
        const { run } = decision;
        const other = run.state.kind === 'ended' ? null : openBeside(run, changesDatabase(run.purpose.kind));
        if (other !== null) {
          const busy = { environment: run.environment, run: other.id, link: null };
          return { kind: 'refused', refusal: { code: 'environment-busy', ...busy } };
        }
        if (delivery !== null) deliveries.add(delivery);
        save(run, decision.wakeAt);
        effects.write(decision.effects);
        return { kind: 'changed', run };
      }
      default:
        return assertNever(decision);
    }
  };

  /** Marks the delivery; false when it was acted on before. */
  const claim = (delivery: DeliveryKey): boolean => {
    if (delivery === null) return true;
    const fresh = !deliveries.has(delivery);
    deliveries.add(delivery);
    return fresh;
  };
  const repeated = (delivery: DeliveryKey) => delivery !== null && deliveries.has(delivery);
  const logKey = (id: RunId, step: string) => `${id} ${step}`;
  const patch = (key: string, change: (row: MessageRow) => Partial<MessageRow>): void => {
    const row = effects.messages.get(key);
    if (row !== undefined) effects.messages.set(key, { ...row, ...change(row) });
  };

  return {
    effects,
    createRun: async (environment, delivery, decide) => {
      if (repeated(delivery)) return { kind: 'repeated' };
      const decision = decide(around(environment, null));
      if (decision.kind === 'proceed' && kept.has(decision.run.id)) throw new Error('a run of this id exists');
      return carryOut(decision, delivery);
    },
    changeRun: async (id, delivery, decide) => {
      const known = kept.get(id);
      if (known === undefined) return { kind: 'missing' };
      if (repeated(delivery)) return { kind: 'repeated' };
      return carryOut(decide(structuredClone(known.run), around(known.run.environment, id)), delivery);
    },
    run: async (id) => structuredClone(kept.get(id)?.run ?? null),
    runs: async ({ environment, limit }) =>
      structuredClone(
        newestFirst()
          .filter((run) => environment === null || run.environment === environment)
          .slice(0, limit),
      ),
    openRuns: async () => structuredClone(newestFirst().filter(({ state }) => state.kind !== 'ended')),
    surroundings: async (environment) => around(environment, null),
    dueRuns: async (at) =>
      all()
        .filter(({ wakeAt }) => wakeAt !== null && wakeAt <= at)
        .sort((a, b) => Number(a.wakeAt) - Number(b.wakeAt))
        .map(({ run }) => run.id),
    unreviewedRuns: async (environment) =>
      all()
        .map(({ run }) => run)
        .filter((run) => unreviewed(run) !== null && (environment === null || run.environment === environment)),
    // Whatever stands here was written by this version.
    leaveDue: async () => undefined,
    nextWake: async () => {
      const wakes = all().flatMap(({ wakeAt }) => (wakeAt === null ? [] : [wakeAt]));
      return wakes.length === 0 ? null : epochMs(Math.min(...wakes));
    },

    beat: async (id, token) => {
      const known = kept.get(id);
      if (known?.run.state.kind !== 'running' || known.run.state.token !== token) return false;
      kept.set(id, { ...known, beatAt: now() });
      return true;
    },
    silentRuns: async (silentForMs) =>
      all()
        .filter(({ run, beatAt }) => run.state.kind === 'running' && beatAt !== null && beatAt < now() - silentForMs)
        .sort((a, b) => Number(a.beatAt) - Number(b.beatAt))
        .flatMap(({ run, token }) => (token === null ? [] : [{ run: run.id, token }])),
    appendLog: async (id, { step, offset, bytes }) => {
      if (bytes.length === 0) return;
      const log = logs.get(logKey(id, step)) ?? { run: id, step, bytes: Buffer.alloc(0) };
      if (log.bytes.length < offset) throw new Error(`appending to the log of ${id} ${step}: a gap`);
      const news = bytes.subarray(log.bytes.length - offset);
      logs.set(logKey(id, step), { run: id, step, bytes: Buffer.concat([log.bytes, news]) });
    },
    logLength: async (id, step) => logs.get(logKey(id, step))?.bytes.length ?? 0,
    logText: async (id, step) =>
      [...logs.values()]
        .filter((log) => log.run === id && (step === null || log.step === step))
        .map((log) => log.bytes.toString('utf8'))
        .join(''),

    createInquiry: async (inquiry, delivery, wanted) => {
      if (!claim(delivery)) return 'repeated';
      inquiries.set(inquiry.id, structuredClone(inquiry));
      effects.write(wanted);
      return 'created';
    },
    answerInquiry: async (id, answer, wanted) => {
      const known = inquiries.get(id);
      if (known === undefined) throw new Error(`answering the inquiry ${id}: there is none`);
      inquiries.set(id, structuredClone({ ...known, ...answer }));
      effects.write(wanted);
    },
    changeInquiry: async (id, delivery, decide) => {
      if (repeated(delivery)) return { kind: 'repeated' };
      const known = inquiries.get(id);
      if (known === undefined) return { kind: 'missing' };
      const decision = decide(structuredClone(known));
      if (decision.kind === 'refuse') return { kind: 'refused', refusal: decision.refusal };
      if (decision.kind === 'leave') return { kind: 'left' };
      claim(delivery);
      inquiries.set(id, structuredClone(decision.inquiry));
      effects.write(decision.effects);
      return { kind: 'changed', inquiry: structuredClone(decision.inquiry) };
    },
    inquiry: async (id) => structuredClone(inquiries.get(id) ?? null),
    beginDriftLook: async (inquiry, { environment, lookedBefore }, wanted) => {
      const last = driftWatch.get(environment);
      if (last !== undefined && last.lookedAt > lookedBefore) return false;
      driftWatch.set(environment, { lookedAt: inquiry.askedAt, told: last?.told ?? null });
      inquiries.set(inquiry.id, structuredClone(inquiry));
      effects.write(wanted);
      return true;
    },
    driftTold: async (environment) => driftWatch.get(environment)?.told ?? null,
    saveDriftTold: async (environment, told) => {
      const known = driftWatch.get(environment);
      if (known === undefined) throw new Error(`telling of the drift of ${environment}: nobody looked`);
      driftWatch.set(environment, { ...known, told });
    },

    freezes: async () =>
      structuredClone([...freezes.values()].sort((a, b) => (a.environment < b.environment ? -1 : 1))),
    setFreeze: async (freeze, delivery, wanted) => {
      if (!claim(delivery)) return 'repeated';
      freezes.set(freeze.environment, structuredClone(freeze));
      effects.write(wanted);
      return 'set';
    },
    liftFreeze: async (environment, delivery, wanted) => {
      if (repeated(delivery)) return 'repeated';
      if (!freezes.delete(environment)) return 'not-frozen';
      claim(delivery);
      effects.write(wanted);
      return 'lifted';
    },

    perform: async (delivery, wanted) => {
      if (!claim(delivery)) return 'repeated';
      effects.write(wanted);
      return 'done';
    },

    backups: async (environment) =>
      structuredClone(
        all()
          .flatMap(({ run }): readonly Backup[] =>
            run.backup !== null && run.environment === environment ? [run.backup] : [],
          )
          .sort((a, b) => b.takenAt - a.takenAt),
      ),
    saveSql: async (more) => {
      for (const [checksum, text] of more) if (!texts.has(checksum)) texts.set(checksum, text.replaceAll('\0', ''));
    },
    sql: async (checksums) => {
      const found = checksums.flatMap((checksum): [Sha256, string][] => {
        const text = texts.get(checksum);
        return text === undefined ? [] : [[checksum, text]];
      });
      return new Map(found);
    },
    saveReviewDetail: async (about, detail) => void details.set(about, structuredClone(detail)),
    reviewDetail: async (about) => structuredClone(details.get(about) ?? null),

    knownPerson: async (id) => structuredClone(people.get(id) ?? null),
    savePerson: async (id, person) => void people.set(id, structuredClone(person)),
    knownPeople: async () => structuredClone({ groups, people }),
    saveGroup: async (id, group) => void groups.set(id, structuredClone(group)),

    message: async (key) => structuredClone(effects.messages.get(key) ?? null),
    postBegun: async (key, at) => patch(key, () => ({ postingSince: at })),
    whileDrawing: (key, draw) => {
      const turn = (turns.get(key) ?? Promise.resolve()).then(draw);
      turns.set(
        key,
        turn.catch(() => undefined),
      );
      return turn;
    },
    posted: async (key, address, version) =>
      patch(key, ({ shown }) => ({
        address: structuredClone(address),
        postingSince: null,
        shown: Math.max(shown, version),
      })),
    shown: async (key, version) => patch(key, ({ shown }) => ({ shown: Math.max(shown, version) })),
    postRefused: async (key, error) => patch(key, () => ({ refused: error, postingSince: null })),
    redraw: async (keys, urgency) => {
      const wanted = [...new Set(keys)].filter((key) => effects.messages.get(key)?.refused === null);
      effects.put(wanted.flatMap((key) => effects.want(key, urgency, null) ?? []));
    },
    staleMessages: async () =>
      [...effects.messages.values()]
        .filter(({ shown, wanted, refused }) => shown < wanted && refused === null)
        .map(({ key }) => key)
        .sort(),

    takeOutbox: async (limit, at) => effects.take(limit, at),
    outboxWork: async (id) => effects.work(id),
    finishOutbox: async (id) => effects.finish(id),
    givenOutbox: async (before, limit) => effects.given(before, limit),
    returnOutbox: async (ids) => effects.giveBack(ids),
    reofferOutbox: async (before) => effects.reoffer(before),
    onOutbox: async (nudge) => {
      effects.nudges.add(nudge);
      return { [Symbol.asyncDispose]: async () => void effects.nudges.delete(nudge) };
    },

    audit: async ({ run, limit }) =>
      structuredClone(
        effects.audit
          .filter((entry) => run === null || (entry.run !== null && [run].flat().includes(entry.run)))
          .reverse()
          .slice(0, limit),
      ),
    instance: async () => 'godwit-memory',
    schemaState: async () => ({ kind: 'current' }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
