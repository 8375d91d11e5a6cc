/** What a process does: talk to Slack, work on hosts, or both. */
export const roles = ['app', 'worker', 'all'] as const;
export type Role = (typeof roles)[number];
