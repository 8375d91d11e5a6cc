/** Commands, presses and modals as they arrive, over a store and a Slack in memory. */
import type { ModalView } from '@slack/types';
import type { Environment } from '../../../src/domain/environment.ts';
import type { ChannelId, InquiryId, RunId, UserId } from '../../../src/domain/ids.ts';
import type { Run } from '../../../src/domain/run.ts';
import { storable, storableText } from '../../../src/lib/storable.ts';
import { type EpochMs, after as later } from '../../../src/lib/time.ts';
import type { Rendered } from '../../../src/ports/slack.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { ActionId, ViewId } from '../../../src/render/action-ids.ts';
import { actions } from '../../../src/slack/actions/menu.ts';
import { take } from '../../../src/slack/commands/menu.ts';
import { type Exchange, refuse } from '../../../src/slack/exchange.ts';
import { openModal } from '../../../src/slack/open-modal.ts';
import { parseCommand } from '../../../src/slack/parse/parse-command.ts';
import { views } from '../../../src/slack/views/menu.ts';
import type { InputValue } from '../../../src/slack/views/view.ts';
import type { AppDeps } from '../../../src/usecases/app-deps.ts';
import { memorySlack } from '../../fakes/memory-slack.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { silentLog } from '../../fakes/sample-runs.ts';
import { at, production, staging } from '../render/samples.ts';

export const ana = 'U01' as UserId;
export const ben = 'U02' as UserId;
export const dan = 'U04' as UserId;
export const eve = 'U05' as UserId;

/** What a person got back. */
export interface Answered {
  /** How often Slack was told that it arrived. */
  readonly acks: number;
  readonly alone: readonly Rendered[];
  readonly all: readonly Rendered[];
  /** Everything that was said, as one text. */
  readonly words: string;
}

/** What became of a submitted modal. */
export type Submission = { kind: 'closed' } | { kind: 'replaced'; words: string } | { kind: 'objected'; why: string };

/** Ana may ask, ben may approve and operate, dan is a member, eve a guest; nobody may destroy. */
export function officeOf(
  open: { readonly now?: () => EpochMs; readonly store?: Store; readonly environments?: readonly Environment[] } = {},
) {
  const slack = memorySlack();
  for (const id of [ana, ben, dan]) slack.addPerson({ id, name: id, fullMember: true, zone: 'Europe/Berlin' });
  slack.addPerson({ id: eve, name: 'eve', fullMember: false, zone: null });
  slack.addChannel(production.channel, true);
  let last = 0;
  const next = () => {
    last += 1;
    return String(last);
  };
  const deps: AppDeps = {
    store: open.store ?? memoryStore(),
    slack,
    log: silentLog,
    png: () => null,
    workspaceUrl: () => 'https://gold-factory.slack.com/',
    workspace: () => 'T1',
    configuration: { zone: 'UTC', groups: new Map(), environments: open.environments ?? [staging, production] },
    clock: {
      now: open.now ?? (() => later(at(), 1)),
      newRunId: () => `r${next()}` as RunId,
      newInquiryId: () => `q${next()}` as InquiryId,
    },
  };

  function exchange(by: UserId, channel: ChannelId, delivery: string, named: Pick<Exchange, 'what' | 'about'>) {
    const got = { acks: 0, alone: [] as Rendered[], all: [] as Rendered[] };
    slack.addTrigger(delivery);
    slack.addAddress(delivery);
    const ack = async () => {
      if (got.acks === 0) got.acks = 1;
    };
    const own: Exchange = {
      deps,
      by,
      channel,
      ...named,
      trigger: delivery,
      responseUrl: delivery,
      ack,
      tell: async (message) => {
        await ack();
        got.alone.push(message);
      },
      tellAll: async (message) => {
        await ack();
        got.all.push(message);
      },
      open: (view) => openModal(own, view),
    };
    const answered = (): Answered => ({ ...got, words: JSON.stringify([got.alone, got.all]) });
    return { own, answered };
  }

  return {
    deps,
    slack,
    /** Types `/migrate <text>`; `delivery` the same twice is a redelivery. */
    type: async (
      by: UserId,
      text: string,
      more: { channel?: ChannelId; delivery?: string } = {},
    ): Promise<Answered> => {
      const { own, answered } = exchange(by, more.channel ?? production.channel, more.delivery ?? next(), {
        what: `/migrate ${text.split(' ')[0]}`,
        about: text.split(' ')[1] ?? null,
      });
      const parsed = parseCommand(text);
      if (parsed.kind === 'refused') await refuse(own, parsed.refusal);
      else await take({ ...own, command: parsed.command, privately: parsed.privately });
      return answered();
    },
    press: async (by: UserId, action: ActionId, value: string, delivery = next()): Promise<Answered> => {
      const { own, answered } = exchange(by, production.channel, delivery, {
        what: `button ${action}`,
        about: value,
      });
      // What is open before a person is what they press in, where the button is one of a modal's.
      const viewId = [...slack.views().keys()].at(-1) ?? null;
      await actions[action]({ ...own, value: storableText(value), viewId, inTurn: (look) => look() });
      return answered();
    },
    submit: async (
      by: UserId,
      view: ViewId,
      given: { metadata: Readonly<Record<string, string>>; inputs?: Readonly<Record<string, InputValue>> },
    ): Promise<Submission> => {
      let became: Submission | null = null;
      await views[view]({
        deps,
        by,
        trigger: next(),
        what: `dialog ${view}`,
        metadata: storable(given.metadata),
        input: (id) => storable(given.inputs?.[id] ?? {}),
        close: async () => {
          became = { kind: 'closed' };
        },
        replace: async (shown) => {
          became = { kind: 'replaced', words: JSON.stringify(shown) };
        },
        object: async (_input, why) => {
          became = { kind: 'objected', why };
        },
      });
      if (became === null) throw new Error(`submitting ${view}: it was not answered`);
      return became;
    },
    /** Writes a run as it is given. */
    keep: async (run: Run): Promise<Run> => {
      await deps.store.createRun(run.environment, null, () => ({ kind: 'proceed', run, effects: [], wakeAt: null }));
      return run;
    },
    /** The title of the newest dialog. */
    dialog: (): string | undefined => {
      const view = [...slack.views().values()].at(-1) as ModalView | undefined;
      return view?.title.text;
    },
    jobs: async () =>
      (await deps.store.takeOutbox(100, at(60))).flatMap(({ work }) => (work.kind === 'job' ? [work.job.name] : [])),
  };
}
