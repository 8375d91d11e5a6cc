import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SlackEmulator } from '../../playground/slack-emulator/slack-emulator.ts';

/** What Godwit is compared with: a small Bolt app in a process of its own. */
export interface Listener extends AsyncDisposable {
  /** Where signed requests go. */
  readonly url: string;
}

/** Starts `listeners/<name>.mjs` as an app of this Slack, with further variables, and waits for its port. */
export async function startListener(
  name: string,
  slack: SlackEmulator,
  variables: Readonly<Record<string, string>> = {},
): Promise<Listener> {
  const program = fileURLToPath(new URL(`../listeners/${name}.mjs`, import.meta.url));
  const { botToken, signingSecret } = slack.app;
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const port = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([line]) => Number(line)),
    exited.then(([code]) => Promise.reject(new Error(`starting the listener ${name}: it ended with ${code}`))),
  ]);
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await exited;
    },
  };
}
