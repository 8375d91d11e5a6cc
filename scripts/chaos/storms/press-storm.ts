import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import { addMigration } from '../../../playground/hosts/migrations.ts';
import { execute } from '../../../playground/servers/postgres.ts';
import type { SshAddress } from '../../../playground/servers/sshd.ts';
import type { Message } from '../../../playground/slack-emulator/model.ts';
import { cast, channels } from '../../../playground/stage/cast.ts';
import { runGodwit } from '../../../playground/stage/godwit-process.ts';
import type { StagedEnvironment } from '../../../playground/stage/settings.ts';
import type { Stage } from '../../../playground/stage/stage.ts';
import { countDeploys, countingPrisma } from './counted-host.ts';
import { gather, peopleOf } from './crowd.ts';
import type { PressStorm } from './judge.ts';
import { observe, type Sent } from './observe.ts';

/** Of so many people, who may approve, and how many must: of fifty, eight of twelve. */
const rulesFor = (people: number) => {
  const mayApprove = peopleOf(people).slice(1, 1 + Math.floor(people / 4));
  return { mayApprove, required: Math.ceil((mayApprove.length * 2) / 3) };
};
const migration = '20260101000000_add_vault';
const patienceMs = 60_000;

/** The environment whose card so many people press: a quarter of them may approve, nobody else may do anything. */
export function pressedEnvironment(host: DemoHost, ssh: SshAddress, people: number): StagedEnvironment {
  const { mayApprove, required } = rulesFor(people);
  return {
    host,
    ssh,
    place: { prisma: countingPrisma },
    rules: {
      rights: { request: [cast.ana], approve: mayApprove, operate: [] },
      approvals: { required, expireAfter: '4h' },
    },
  };
}

/** Four presses each, all of them at once; a reject opens its modal, which nobody submits. */
const gestures = ['run.approve', 'run.reject', 'run.cancel', 'run.approve'];
/** Who asked could cancel, and then nothing would start. */
const gesturesOfRequester = ['run.approve', 'run.reject', 'run.approve', 'run.approve'];

export interface PressStormOptions {
  readonly environment: string;
  readonly host: DemoHost;
  readonly people: number;
  /** How Slack brings them, for the table. */
  readonly delivery: 'HTTP' | 'socket';
}

/** Asks for a deploy of the environment, and has everybody press everything on its card at once. */
export async function stormCard(
  stage: Stage,
  { environment, host, people, delivery }: PressStormOptions,
): Promise<PressStorm> {
  const { slack } = stage;
  const { mayApprove, required } = rulesFor(people);
  const crowd = gather(slack, { people, channels: 1 });
  const starts = await countDeploys(host);
  await addMigration(host, migration, 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
  await slack.person(cast.ana).slash({ channel: channels.migrations, text: `deploy ${environment}` });
  const card = await cardThatSays(stage, environment, 'run.approve');

  const presses = crowd.people.flatMap((by) =>
    (by === cast.ana ? gesturesOfRequester : gestures).map((what) => press(stage, card, { by, what })),
  );
  const sent = await Promise.all(presses);
  const done = await cardThatSays(stage, environment, '*Succeeded*');
  await slack.waitFor(() => observe(slack, sent, nothingMore).filter(isSilent).length <= required, {
    what: 'an answer to each press',
    timeoutMs: patienceMs,
  });
  const approvals = await approvalsOf(stage, environment);
  return {
    name: `${sent.length} presses by ${people} people on one card, by ${delivery}`,
    presses: observe(slack, sent, nothingMore),
    requester: cast.ana,
    mayApprove,
    required,
    approvals,
    starts: await starts(),
    applied: await appliedTimes(host),
    cardTellsTheEnd: approvals.every((by) => JSON.stringify(done.blocks).includes(by)),
    auditIsWhole: (await runGodwit(['verify-audit'], stage.variables)).exitCode === 0,
  };
}

const nothingMore = () => [];
const isSilent = ({ answeredAfterMs }: { readonly answeredAfterMs: readonly number[] }) => answeredAfterMs.length === 0;

async function press(stage: Stage, card: Message, { by, what }: Pick<Sent, 'by' | 'what'>): Promise<Sent> {
  const sentAtMs = Date.now();
  const { triggerId } = await stage.slack.person(by).press(card, what);
  return { by, what, trigger: triggerId, sentAtMs };
}

function cardThatSays({ slack }: Stage, environment: string, words: string): Promise<Message> {
  const says = ({ text, blocks }: Message) => {
    const all = `${text}\n${JSON.stringify(blocks)}`;
    return all.includes(`gold-factory/${environment}\` · run`) && all.includes(words);
  };
  return slack.waitFor(() => slack.channel(channels.migrations).messages().find(says), {
    what: `the card of ${environment} to say ${words}`,
    timeoutMs: patienceMs,
  });
}

/** As an operator reads them, from the audit chain. */
async function approvalsOf({ variables }: Stage, environment: string): Promise<readonly string[]> {
  const { stdout } = await runGodwit(['export-audit'], variables);
  const entries = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { action: string; actor: string; environment: string | null });
  return entries
    .filter((entry) => entry.action === 'run.approved' && entry.environment === `gold-factory/${environment}`)
    .map(({ actor }) => actor);
}

async function appliedTimes({ databaseUrl }: DemoHost): Promise<number> {
  const sql = 'SELECT 1 FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NOT NULL';
  return (await execute(databaseUrl, sql, [migration])).length;
}
