import type { Button } from '@slack/types';
import type { Environment } from '../domain/environment.ts';
import { migrationActions, migrationValue } from './action-ids.ts';
import { button } from './limits.ts';

/** Both ends of a failed migration; each opens a modal that first looks at what of it is in the database. */
export const markButtons = ({ id }: Pick<Environment, 'id'>, migration: string): readonly [Button, Button] => [
  button({
    action: migrationActions.markRolledBack,
    value: migrationValue(id, migration),
    text: 'Mark as rolled back…',
  }),
  button({ action: migrationActions.markApplied, value: migrationValue(id, migration), text: 'Mark as applied…' }),
];
