import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { asTyped } from '../../../src/lib/as-typed.ts';

it('leaves plain words as they are', () => {
  expect(asTyped(['./bin/service', 'start', '--wait=5'])).toBe('./bin/service start --wait=5');
});

it('is read by a shell as the very same words', () => {
  const argv = ['a b', "it's", '$HOME', '', '*', 'x;y', '~', '#'];
  const read = execFileSync('sh', ['-c', `printf '%s\\n' ${asTyped(argv)}`], { encoding: 'utf8' });
  expect(read).toBe(`${argv.join('\n')}\n`);
});
