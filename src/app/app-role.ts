import type { SlackSettings } from '../config/environment-variables.ts';
import { consumeAll } from '../jobs/consume-all.ts';
import { drawMessage } from '../jobs/notify/draw-message.ts';
import type { Closing } from '../lib/closing.ts';
import type { OutboxWork } from '../ports/store.ts';
import { type Delivery, listenToSlack, type Route, type SlackListener } from '../slack/bolt.ts';
import { createSlackWeb } from '../slack/web.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import { confirmApprovers } from '../usecases/confirm-approvers.ts';
import { groupsOf, learnGroups, learnPersons, personsOf, requesters } from '../usecases/learn-people.ts';
import type { Base } from './base.ts';
import { createPictures } from './pictures.ts';
import { reachSlack, type SlackReached } from './reach-slack.ts';
import { StartRefused } from './start-refused.ts';

/** How often Slack is asked who is in the groups, should an event have been missed, and who has left. */
const learnPeopleEveryMs = 5 * 60_000;

const slackQueues = ['slack-posts', 'slack-files', 'slack-results', 'slack-progress'] as const;
/** A drawing that Slack does not answer is left to the next process, which finds a message that was posted all the same. */
const closeWithinMs = 4_000;

/** The role that talks to Slack: takes commands and presses, draws messages. Holds no SSH key. */
export async function startApp(
  { deps: base, queues }: Base,
  at: { slack: SlackSettings; port: number; host: string; routes: readonly Route[] },
  stack: Closing,
): Promise<SlackListener> {
  const slack = createSlackWeb({ ...at.slack, log: base.log });
  const { store, log } = base;
  const known = await reachSlack(slack, log);
  if (known.kind === 'refused') throw new StartRefused([`Slack refuses the bot token: ${known.error}`]);
  stack.use(known);
  const deps: AppDeps = {
    ...base,
    slack,
    png: createPictures().png,
    workspaceUrl: () => known.identity()?.workspaceUrl ?? null,
    workspace: () => known.identity()?.workspace ?? null,
  };
  await keepPeople(deps, known, stack);
  const handle = (work: OutboxWork) => draw(deps, work);
  const shared = { queues, store, log, concurrency: 4, closeWithinMs };
  const drawings = slackQueues.map((queue) => ({ ...shared, queue, handle }));
  const people = { ...shared, queue: 'people' as const, handle: (work: OutboxWork) => ask(deps, work) };
  stack.use(await consumeAll([...drawings, people]));
  const { botToken, apiUrl } = at.slack;
  const delivery = deliveryOf(at);
  const { identity } = known;
  const listening = await listenToSlack({ deps, botToken, apiUrl, delivery, routes: at.routes, identity });
  if (listening.kind !== 'ok') throw new StartRefused([`Slack refuses the app token: ${listening.error}`]);
  const listener = stack.use(listening.value);
  return { ...listener, ready: () => identity() !== null && listener.ready() };
}

const deliveryOf = ({ slack, port, host }: { slack: SlackSettings; port: number; host: string }): Delivery =>
  slack.delivery.by === 'socket' ? slack.delivery : { ...slack.delivery, port, host };

const draw = async (deps: AppDeps, work: OutboxWork): Promise<void> => {
  if (work.kind === 'draw') await drawMessage(deps, work.key);
};

const ask = async (deps: AppDeps, work: OutboxWork): Promise<void> => {
  if (work.kind === 'job' && work.job.name === 'confirm-approvers') await confirmApprovers(deps, work.job.run);
};

/** Before the first command: a group that nobody has asked about lets nobody in, and somebody who left must not be let in. */
async function keepPeople(deps: AppDeps, known: SlackReached, stack: Closing): Promise<void> {
  const { environments } = deps.configuration;
  const look = async () => {
    await learnGroups(deps, groupsOf(environments));
    await learnPersons(deps, [...personsOf(environments), ...(await requesters(deps))]);
  };
  const again = () => {
    look().catch((error: unknown) => deps.log.warn({ error }, 'asking Slack about people broke'));
  };
  if (known.identity() === null) known.onceReached(again);
  else await look();
  const timer = setInterval(again, learnPeopleEveryMs);
  stack.defer(() => clearInterval(timer));
}
