import { percentile } from '../../../bench/statistics.ts';

/** One line of the table: what was tried, what had to hold, what was seen. */
export interface StormRow {
  readonly storm: string;
  readonly tried: number;
  readonly limit: string;
  readonly measured: string;
  readonly ok: boolean;
}

/** A command or a press, and what came back to whoever typed or pressed it. Times count from the moment it was sent. */
export interface Delivered {
  readonly by: string;
  readonly what: string;
  /** Null: not within Slack's three seconds. */
  readonly ackedAfterMs: number | null;
  /** How many acknowledgements arrived. */
  readonly acks: number;
  /** When each answer came: a sentence for the presser, a modal, a message, a card. */
  readonly answeredAfterMs: readonly number[];
}

/** What many presses on one card came to, counted outside Godwit where that is possible. */
export interface PressStorm {
  readonly name: string;
  readonly presses: readonly Delivered[];
  readonly requester: string;
  readonly mayApprove: readonly string[];
  readonly required: number;
  /** Who approved, by the audit chain, an entry each. */
  readonly approvals: readonly string[];
  /** How often `prisma migrate deploy` began on the host. */
  readonly starts: number;
  /** How often the migration stands in the history of the database as applied. */
  readonly applied: number;
  /** Whether the card says in the end that it succeeded, and names everybody who approved. */
  readonly cardTellsTheEnd: boolean;
  /** Whether `godwit verify-audit` found the chain whole. */
  readonly auditIsWhole: boolean;
}

/** The largest figures of one Godwit while the storm lasted. */
export interface Peak {
  readonly process: string;
  readonly residentBytes: number;
}

/** The most that was seen at once, and what must not be exceeded. */
export interface Bounded {
  readonly most: number;
  readonly atMost: number;
  /** Where the bound comes from. */
  readonly by: string;
}

/** What many commands came to. */
export interface CommandStorm {
  readonly name: string;
  readonly commands: readonly Delivered[];
  readonly peaks: readonly Peak[];
  /** Sessions at once in Godwit's own database, and in all targets together. */
  readonly ownSessions: Bounded;
  readonly targetSessions: Bounded;
}

const ackWithinMs = 3_000;
const residentAtMostBytes = 400 * 1_000_000;

/** Every press acknowledged and answered, one start, and the right approvals. */
export function judgePresses(storm: PressStorm): readonly StormRow[] {
  const { name, presses, starts, applied } = storm;
  const row = (what: string, rest: Omit<StormRow, 'storm' | 'tried'>): StormRow => ({
    storm: `${name}: ${what}`,
    tried: presses.length,
    ...rest,
  });
  return [
    row('acknowledged', acknowledged(presses)),
    row('answered', answeredOrCounted(storm)),
    row('approvals', rightApprovals(storm)),
    row('starts on the host', {
      limit: 'exactly one, and applied once',
      measured: `${starts} started, ${applied} applied`,
      ok: starts === 1 && applied === 1,
    }),
    row('the card and the audit chain', {
      limit: 'the card names the end and everybody who approved; the chain is whole',
      measured: `card ${storm.cardTellsTheEnd ? 'right' : 'wrong'}, chain ${storm.auditIsWhole ? 'whole' : 'broken'}`,
      ok: storm.cardTellsTheEnd && storm.auditIsWhole,
    }),
  ];
}

/** Every command acknowledged and answered once, in a bounded Godwit. */
export function judgeCommands(storm: CommandStorm): readonly StormRow[] {
  const { name, commands } = storm;
  const row = (what: string, rest: Omit<StormRow, 'storm' | 'tried'>): StormRow => ({
    storm: `${name}: ${what}`,
    tried: commands.length,
    ...rest,
  });
  return [
    row('acknowledged', acknowledged(commands)),
    row('answered', answeredOnce(commands)),
    ...storm.peaks.map(({ process, residentBytes }) =>
      row(`memory of ${process}`, {
        limit: `under ${megabytes(residentAtMostBytes)}`,
        measured: megabytes(residentBytes),
        ok: residentBytes > 0 && residentBytes < residentAtMostBytes,
      }),
    ),
    row("sessions in Godwit's own database", bounded(storm.ownSessions)),
    row('sessions in the targets', bounded(storm.targetSessions)),
  ];
}

type Measured = Omit<StormRow, 'storm' | 'tried'>;

function acknowledged(all: readonly Delivered[]): Measured {
  const took = all.flatMap(({ ackedAfterMs }) => ackedAfterMs ?? []);
  const late = all.filter(({ ackedAfterMs }) => ackedAfterMs === null || ackedAfterMs > ackWithinMs);
  const notOnce = all.filter(({ acks }) => acks !== 1);
  return {
    limit: 'each once, within 3 s',
    measured: `${spread(took)}; ${counted(late, 'late')}, ${counted(notOnce, 'not once')}`,
    ok: all.length > 0 && late.length === 0 && notOnce.length === 0,
  };
}

function answeredOnce(all: readonly Delivered[]): Measured {
  const silent = all.filter(({ answeredAfterMs }) => answeredAfterMs.length === 0);
  const twice = all.filter(({ answeredAfterMs }) => answeredAfterMs.length > 1);
  return {
    limit: 'each once',
    measured: `${spread(timesOf(all))}; ${counted(silent, 'without')}, ${counted(twice, 'twice')}`,
    ok: all.length > 0 && silent.length === 0 && twice.length === 0,
  };
}

/** An approval that counted is answered by the card itself; every other press by a sentence or a modal. */
function answeredOrCounted({ presses, approvals }: PressStorm): Measured {
  const silent = presses.filter(({ answeredAfterMs }) => answeredAfterMs.length === 0);
  const twice = presses.filter(({ answeredAfterMs }) => answeredAfterMs.length > 1);
  const lost = silent.length - approvals.length;
  const byThem = silent.map(({ by }) => by).sort();
  return {
    limit: 'each once; those that counted by the card',
    measured: `${spread(timesOf(presses))}; ${lost} without, ${counted(twice, 'twice')}`,
    ok: presses.length > 0 && twice.length === 0 && String(byThem) === String([...approvals].sort()),
  };
}

function rightApprovals({ approvals, required, mayApprove, requester }: PressStorm): Measured {
  const distinct = new Set(approvals);
  const wrong = [...distinct].filter((by) => by === requester || !mayApprove.includes(by));
  return {
    limit: `${required} by ${required} people who may, none of the requester`,
    measured: `${approvals.length} by ${distinct.size} people, ${wrong.length} who may not`,
    ok: approvals.length === required && distinct.size === required && wrong.length === 0,
  };
}

const bounded = ({ most, atMost, by }: Bounded): Measured => ({
  limit: `at most ${atMost} at once: ${by}`,
  measured: String(most),
  ok: most > 0 && most <= atMost,
});

/** A fault is worth its first example. */
const counted = (some: readonly Delivered[], word: string): string =>
  some[0] === undefined ? `0 ${word}` : `${some.length} ${word} (${some[0].by}: ${some[0].what})`;

const timesOf = (all: readonly Delivered[]) => all.flatMap(({ answeredAfterMs }) => answeredAfterMs);
const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`;

function spread(ms: readonly number[]): string {
  if (ms.length === 0) return 'none';
  return `p50 ${seconds(percentile(ms, 0.5))}, p99 ${seconds(percentile(ms, 0.99))}, max ${seconds(percentile(ms, 1))}`;
}

const seconds = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);
