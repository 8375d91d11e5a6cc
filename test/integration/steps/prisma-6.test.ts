import { expect, test } from 'vitest';
import { addMigration } from '../../../playground/hosts/migrations.ts';
import { execute } from '../../../playground/servers/postgres.ts';
import type { Environment } from '../../../src/domain/environment.ts';
import type { Purpose } from '../../../src/domain/run.ts';
import { draftOf } from '../../../src/steps/draft.ts';
import { lookAt } from '../../../src/steps/look.ts';
import { push } from '../../../src/steps/push.ts';
import { forecastPush } from '../../../src/steps/push-forecast.ts';
import { reset } from '../../../src/steps/reset.ts';
import type { Step, StepContext } from '../../../src/steps/step.ts';
import { editSchema, withField } from '../../support/development.ts';
import { openSite } from './step-site.ts';

const policy = { protected: false, allow: ['dev', 'reset', 'push'] } as unknown as Environment['policy'];

test('with Prisma 6.19 a migration is made, a schema pushed after its warnings, and everything reset', async () => {
  const environment = { policy, prisma: ['./node_modules/.bin/prisma'] };
  const site = await openSite({ prisma: 6, environment });
  const { databaseUrl } = site.host;
  const seen = async <T>(context: StepContext, use: Parameters<typeof lookAt<T>>[1]) => {
    const looked = await lookAt(context, use);
    return looked.kind === 'seen' ? looked.value : expect.fail(looked.trouble.message);
  };
  const forecast = async () => {
    const context = site.context({ kind: 'reset' });
    return seen(context, ({ project }) => forecastPush(context, project));
  };
  const taken = (step: Step, purpose: Purpose) => step(site.context(purpose));
  const added = await editSchema(site.host, withField('alloy String?'));
  const context = site.context({ kind: 'dev', name: 'add_alloy' });
  const draft = await seen(context, (look) => draftOf(context, look));
  if (draft === null || 'code' in draft) return expect.fail('there is no draft');
  expect(draft.sql).toContain('ADD COLUMN     "alloy" TEXT');
  await addMigration(site.host, draft.name, draft.sql);
  expect(await forecast()).toEqual({ kind: 'possible', warnings: [] });
  await added();

  const must = await editSchema(site.host, withField('must Int'));
  expect(await forecast()).toMatchObject({ kind: 'impossible', changes: [expect.stringContaining('`must`')] });
  await must();

  await editSchema(site.host, (schema) => schema.replace(/^ {2}preferences Json.*\n/m, ''));
  const listed = await forecast();
  expect(listed).toMatchObject({ kind: 'possible', warnings: [expect.stringContaining('2 non-null values')] });
  const warnings = 'warnings' in listed ? listed.warnings : [];
  expect(await taken(push, { kind: 'push', warnings, forceReset: false })).toMatchObject({ kind: 'done', exitCode: 0 });
  expect(await execute(databaseUrl, 'SELECT * FROM "User"')).not.toContainEqual(
    expect.objectContaining({ preferences: expect.anything() }),
  );

  expect(await taken(push, { kind: 'push', warnings: [], forceReset: true })).toMatchObject({ kind: 'done' });
  expect(await taken(reset, { kind: 'reset' })).toMatchObject({ kind: 'done', summary: '8 of 8 applied anew' });
  expect(await execute(databaseUrl, 'SELECT alloy FROM "Product"')).toHaveLength(4);
}, 120_000);
