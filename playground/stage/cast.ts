import type { SlackEmulator } from '../slack-emulator/slack-emulator.ts';

/** Who plays in tests and in the demo. Ana asks, ben and cleo approve, dan looks on, eve is a guest. */
export const cast = { ana: 'U01', ben: 'U02', cleo: 'U03', dan: 'U04', eve: 'U05', finn: 'U07' } as const;
export type Name = keyof typeof cast;

export const approvers = 'S02';
export const channels = { migrations: 'C0MIGRATIONS', team: 'C0TEAM', elsewhere: 'C0GENERAL' } as const;

/** Fills the workspace: people in several zones, one user group, and a channel that Godwit was not invited to. */
export function enter(slack: SlackEmulator): void {
  const zones = {
    ana: 'Europe/Berlin',
    ben: 'America/New_York',
    cleo: 'Europe/London',
    dan: 'Asia/Tokyo',
    eve: 'Europe/Paris',
    finn: 'Europe/Oslo',
  };
  for (const [name, id] of Object.entries(cast) as [Name, string][]) {
    slack.addPerson({ id, name, tz: zones[name], ...(name === 'eve' ? { guest: true } : {}) });
  }
  slack.addGroup({ id: approvers, handle: 'dba', members: [cast.cleo] });
  const members = Object.values(cast);
  slack.addChannel({ id: channels.migrations, name: 'migrations', members, botIsMember: true });
  slack.addChannel({ id: channels.team, name: 'team', members, botIsMember: true });
  slack.addChannel({ id: channels.elsewhere, name: 'general', members, botIsMember: false });
}
