import { expect, test } from 'vitest';
import { deployCommand, diffCommand, resolveCommand, statusCommand } from '../../../src/prisma-cli/commands.ts';
import { prismaVersion } from '../../../src/prisma-cli/versions.ts';

const way = { exec: ['docker-compose', 'exec', '-T', 'backend'], prisma: ['npx', 'prisma'] };
const quiet = 'env NO_COLOR=1 CHECKPOINT_DISABLE=1 PRISMA_HIDE_UPDATE_MESSAGE=1 npm_config_yes=false';

test('the variables stand inside the prefix', () => {
  expect(deployCommand(way).join(' ')).toBe(`docker-compose exec -T backend ${quiet} npx prisma migrate deploy`);
  expect(statusCommand({ ...way, exec: [] }).join(' ')).toBe(`${quiet} npx prisma migrate status`);
});

test('a migration is one argument, whatever it is called', () => {
  expect(resolveCommand(way, 'rolled-back', '2024_a b; rm -rf /').slice(-4)).toEqual([
    'migrate',
    'resolve',
    '--rolled-back',
    '2024_a b; rm -rf /',
  ]);
});

test.each([
  ['7.10.0', '--from-migrations {one} --to-config-datasource'],
  ['6.19.3', '--from-migrations {one} --to-schema-datasource {schema}'],
  ['5.22.0', '--from-migrations {one} --to-schema-datasource {schema}'],
])('%s names the ends of a comparison in its own words', (installed, ends) => {
  const dialect = prismaVersion(installed)?.diff;
  if (dialect === undefined) throw new Error('not known');
  const command = diffCommand(['npx', 'prisma', '--schema', 'a.prisma'], dialect, { from: '{one}', to: 'database' });
  expect(command.join(' ')).toBe(`${quiet} npx prisma migrate diff ${ends} --script --exit-code`);
});
