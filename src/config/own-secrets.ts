import { Secret } from '../lib/secret.ts';
import type { Variables } from './environment-variables.ts';

const tokens = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'];
const urls = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'REDIS_URL'];

/** The secrets among Godwit's own variables: tokens, and the passwords of URLs. */
export function ownSecrets(variables: Variables): readonly Secret[] {
  const values = [...tokens.map((name) => variables[name] ?? ''), ...urls.map((name) => passwordIn(variables[name]))];
  return values.filter((value) => value !== '').map((value) => new Secret(value));
}

function passwordIn(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return '';
  const { password } = new URL(url);
  try {
    return decodeURIComponent(password);
  } catch {
    return password; // a percent sign that encodes nothing
  }
}
