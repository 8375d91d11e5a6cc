import type { SlackEmulator } from '../../../../playground/slack-emulator/slack-emulator.ts';

export type Answer = Record<string, unknown> & { readonly ok: boolean; readonly error?: string };

/** Calls a method of the Web API as JSON, with the app's own token unless another is given. */
export const call = async (
  slack: SlackEmulator,
  method: string,
  args: object = {},
  token = slack.app.botToken,
): Promise<Answer> => {
  const response = await fetch(slack.apiUrl + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Answer;
};

/** Posts JSON to any address and reads status and text. */
export const postJson = async (url: string, body: object): Promise<{ status: number; text: string }> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
};
