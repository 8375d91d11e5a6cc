import { z } from 'zod';
import { Secret } from '../lib/secret.ts';
import { type Problem, problemAt } from './problem.ts';
import type { Role } from './roles.ts';
import { problemsOf, words } from './strict.ts';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** How Slack is spoken to. */
export interface SlackSettings {
  readonly botToken: Secret;
  /** Only for a stand-in of Slack; ends in a slash. Null: Slack itself. */
  readonly apiUrl: string | null;
  readonly delivery:
    | { readonly by: 'socket'; readonly appToken: Secret }
    | { readonly by: 'http'; readonly signingSecret: Secret };
}

/** What a process takes from its environment. `slack` is null for a worker. */
export interface Settings {
  readonly role: Role;
  readonly configurationPath: string;
  readonly databaseUrl: Secret;
  readonly redisUrl: Secret;
  /** 0: any free port. */
  readonly port: number;
  /** The address to listen on; all of the machine's by default, as a container needs it. */
  readonly host: string;
  readonly logLevel: LogLevel;
  readonly slack: SlackSettings | null;
}

export type Variables = Readonly<Record<string, string | undefined>>;
export type Read<T> =
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** Reads what `start` needs in this role; every problem at once, by the variable's name and without its value. */
export function readSettings(variables: Variables, role: Role): Read<Settings> {
  const given = withoutEmpty(variables);
  const common = commonVariables.safeParse(given, { error: words });
  const slack = role === 'worker' ? null : slackVariables.safeParse(given, { error: words });
  const held = role === 'worker' ? heldTokens(given) : [];
  if (!common.success || slack?.success === false || held.length > 0) {
    const problems = [...problemsOf(common, []), ...(slack === null ? [] : problemsOf(slack, [])), ...held];
    return { kind: 'invalid', problems };
  }
  const { GODWIT_CONFIG, DATABASE_URL, REDIS_URL, PORT, HOST, LOG_LEVEL } = common.data;
  const value: Settings = {
    role,
    configurationPath: GODWIT_CONFIG,
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL,
    port: PORT,
    host: HOST,
    logLevel: LOG_LEVEL,
    slack: slack?.data ?? null,
  };
  return { kind: 'valid', value };
}

/** Whoever gets into a worker must not find a way into Slack there. */
const heldTokens = (given: Variables): readonly Problem[] =>
  ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET']
    .filter((name) => given[name] !== undefined)
    .map((name) =>
      problemAt([name], 'is for the role app: a worker holds nothing of Slack; take it out of its environment'),
    );

/** Whose tables `migrate` brings up, as whom; and as whom `start` runs, where that is another one. */
export interface OwnDatabase {
  readonly ownerUrl: Secret;
  /** Null where the owner runs Godwit too, or nobody said who does. */
  readonly runningUrl: Secret | null;
}

/** DATABASE_OWNER_URL, else DATABASE_URL; every problem at once. */
export function readOwnDatabase(variables: Variables): Read<OwnDatabase> {
  const given = withoutEmpty(variables);
  const running = given.DATABASE_URL === undefined ? null : readVariable(variables, 'DATABASE_URL');
  const owner = readVariable(variables, given.DATABASE_OWNER_URL === undefined ? 'DATABASE_URL' : 'DATABASE_OWNER_URL');
  if (owner.kind === 'invalid') return owner;
  if (running?.kind === 'invalid') return running;
  const apart = given.DATABASE_OWNER_URL !== undefined && running !== null;
  return { kind: 'valid', value: { ownerUrl: owner.value, runningUrl: apart ? running.value : null } };
}

/** The URL of Godwit's own tables, for commands that only read them. */
export const readDatabaseUrl = (variables: Variables): Read<Secret> => readVariable(variables, 'DATABASE_URL');

function readVariable(variables: Variables, name: 'DATABASE_URL' | 'DATABASE_OWNER_URL'): Read<Secret> {
  const read = z.object({ [name]: postgresUrl }).safeParse(withoutEmpty(variables), { error: words });
  if (!read.success) return { kind: 'invalid', problems: problemsOf(read, []) };
  return { kind: 'valid', value: read.data[name] ?? new Secret('') };
}

/** Compose files pass variables that nobody set as empty ones. */
const withoutEmpty = (variables: Variables): Variables =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''));

const secret = (pattern: RegExp, error: string) =>
  z
    .string()
    .regex(pattern, { error })
    .transform((text) => new Secret(text));

const postgresUrl = secret(/^postgres(ql)?:\/\/\S+$/, 'expected a URL like postgres://user:…@host/database');

const commonVariables = z.object({
  GODWIT_CONFIG: z.string().default('./godwit.yml'),
  DATABASE_URL: postgresUrl,
  REDIS_URL: secret(/^rediss?:\/\/\S+$/, 'expected a URL like redis://host:6379'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'expected a port, 0 to 65535' })
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'expected a port, 0 to 65535' })
    .default(3000),
  HOST: z.string().default('0.0.0.0'),
  LOG_LEVEL: z.enum(logLevels).default('info'),
});

const slackVariables = z
  .object({
    SLACK_BOT_TOKEN: secret(/^xoxb-\S+$/, 'expected a bot token, which begins with xoxb-'),
    SLACK_APP_TOKEN: secret(/^xapp-\S+$/, 'expected an app-level token, which begins with xapp-').optional(),
    SLACK_SIGNING_SECRET: secret(/^\S+$/, 'expected one word').optional(),
    SLACK_API_URL: z
      .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
      .transform((url) => (url.endsWith('/') ? url : `${url}/`))
      .optional(),
  })
  .refine((slack) => 'SLACK_APP_TOKEN' in slack || 'SLACK_SIGNING_SECRET' in slack, {
    path: ['SLACK_APP_TOKEN'],
    error: 'is required for Socket Mode, or SLACK_SIGNING_SECRET for HTTP',
    when: () => true,
  })
  .transform(toSlackSettings);

interface SlackVariables {
  readonly SLACK_BOT_TOKEN: Secret;
  readonly SLACK_APP_TOKEN?: Secret | undefined;
  readonly SLACK_SIGNING_SECRET?: Secret | undefined;
  readonly SLACK_API_URL?: string | undefined;
}

/** Socket Mode where there is an app-level token; the refinement above saw that one of the two ways is there. */
function toSlackSettings(slack: SlackVariables): SlackSettings {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = slack;
  const delivery =
    appToken === undefined
      ? ({ by: 'http', signingSecret: signingSecret ?? new Secret('') } as const)
      : ({ by: 'socket', appToken } as const);
  return { botToken, apiUrl: slack.SLACK_API_URL ?? null, delivery };
}
