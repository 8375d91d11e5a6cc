import type { Brand } from '../lib/brand.ts';

/** One run (also while it is still a request), as people type it: `r7f3k2mq`. */
export type RunId = Brand<string, 'RunId'>;
/** One question that is answered in Slack without changing anything: a status, a list of backups. */
export type InquiryId = Brand<string, 'InquiryId'>;
/** `project/environment`, as in `gold-factory/production`. */
export type EnvironmentId = Brand<string, 'EnvironmentId'>;
/** A person in Slack: `U…` or `W…`. */
export type UserId = Brand<string, 'UserId'>;
/** A user group in Slack: `S…`. */
export type GroupId = Brand<string, 'GroupId'>;
/** A channel in Slack: `C…`, `G…` or `D…`. */
export type ChannelId = Brand<string, 'ChannelId'>;
/** A lower-case hexadecimal SHA-256. */
export type Sha256 = Brand<string, 'Sha256'>;
