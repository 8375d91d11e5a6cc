import { expect, test } from 'vitest';
import { makeAnewTyped } from '../../../src/domain/environment.ts';
import { environment } from './samples.ts';

const anew = (start: readonly string[] | null) =>
  makeAnewTyped({ directory: '/srv/gold', service: { ...environment().service, start } });

test.each([
  ['docker-compose start backend', 'docker-compose up -d --no-deps backend'],
  ['sudo docker compose -p gold start backend jobs', 'sudo docker compose -p gold up -d --no-deps backend jobs'],
  ['/usr/bin/docker-compose start', '/usr/bin/docker-compose up -d --no-deps'],
])('where %s found no container, it is made anew by %s', (start, up) => {
  expect(anew(start.split(' '))).toBe(`cd /srv/gold && ${up}`);
});

test.each([null, ['systemctl', 'start', 'gold'], ['docker-compose', 'restart', 'backend'], ['./compose.sh', 'start']])(
  'nobody knows how for %s',
  (start) => {
    expect(anew(start)).toBe(null);
  },
);
