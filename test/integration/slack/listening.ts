import {
  type SlackEmulator,
  type SlackEmulatorOptions,
  startSlackEmulator,
} from '../../../playground/slack-emulator/slack-emulator.ts';
import type { InquiryId, RunId } from '../../../src/domain/ids.ts';
import { Secret } from '../../../src/lib/secret.ts';
import { type EpochMs, epochMs } from '../../../src/lib/time.ts';
import type { SlackResult } from '../../../src/ports/slack.ts';
import type { Store } from '../../../src/ports/store.ts';
import { type Delivery, listenToSlack, type SlackListener } from '../../../src/slack/bolt.ts';
import { createSlackWeb } from '../../../src/slack/web.ts';
import type { AppDeps } from '../../../src/usecases/app-deps.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { silentLog } from '../../fakes/sample-runs.ts';
import { production, staging } from '../../unit/render/samples.ts';

export const channel = production.channel;

/** A workspace in which ana may request and operate. */
export async function workspace(options: SlackEmulatorOptions = {}): Promise<SlackEmulator> {
  const stand = await startSlackEmulator(options);
  stand.addPerson({ id: 'U01', name: 'ana', tz: 'Europe/Berlin' });
  stand.addChannel({ id: channel, name: 'migrations', members: ['U01'] });
  return stand;
}

/** The app's side of Slack over a store in memory: no queue, no worker. */
export function depsOf(stand: SlackEmulator, store: Store = memoryStore()): AppDeps {
  let last = 0;
  const next = () => {
    last += 1;
    return String(last);
  };
  return {
    store,
    log: silentLog,
    slack: createSlackWeb({ botToken: new Secret(stand.app.botToken), apiUrl: stand.apiUrl, log: silentLog }),
    png: () => null,
    workspaceUrl: () => 'https://gold-factory.slack.com/',
    workspace: () => 'T0GODWIT',
    configuration: { zone: 'Europe/Berlin', environments: [staging, production], groups: new Map() },
    clock: {
      now: (): EpochMs => epochMs(Date.now()),
      newRunId: () => `r${next()}` as RunId,
      newInquiryId: () => `q${next()}` as InquiryId,
    },
  };
}

export const bySocket = (stand: SlackEmulator): Delivery => ({
  by: 'socket',
  appToken: new Secret(stand.app.appToken),
});
export const byHttp = (stand: SlackEmulator): Delivery => ({
  by: 'http',
  signingSecret: new Secret(stand.app.signingSecret),
  port: 0,
  host: '127.0.0.1',
});

export function listen(
  stand: SlackEmulator,
  delivery: Delivery,
  deps: AppDeps = depsOf(stand),
): Promise<SlackResult<SlackListener>> {
  const botToken = new Secret(stand.app.botToken);
  return listenToSlack({ deps, botToken, apiUrl: stand.apiUrl, delivery, routes: [], identity: () => null });
}

/** The listener, where Slack lets it listen. */
export async function listener(...given: Parameters<typeof listen>): Promise<SlackListener> {
  const listening = await listen(...given);
  if (listening.kind !== 'ok') throw new Error(`listening to the stand-in: ${listening.error}`);
  return listening.value;
}
