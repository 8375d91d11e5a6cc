import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { openProject } from '../../../src/database/open-project.ts';
import { trouble } from '../../../src/domain/trouble.ts';
import { type Host, RemoteOutage } from '../../../src/ports/remote.ts';
import { production } from '../render/samples.ts';

/** Opens the bridge on a host where every command works, and each opening goes as told. */
async function opened(...openings: readonly ('silent' | RemoteOutage)[]) {
  let opens = 0;
  const host = {
    open: async () => {
      const how = openings[opens++];
      if (how instanceof RemoteOutage) throw how;
      return Readable.from([]);
    },
    exec: async () => ({ kind: 'exited', code: 0, stdout: '', stderr: '' }),
  } as unknown as Host;
  const options = { connect: true } as Parameters<typeof openProject>[0]['options'];
  const project = await openProject({ environment: production, host, program: '0', options });
  return { opens, code: project.kind === 'trouble' ? project.trouble.code : null };
}

test('a bridge that ended without a word, and would not now, is run once more', async () => {
  const missing = new RemoteOutage(trouble('directory-missing', 'It is gone.'));
  expect(await opened('silent', missing)).toEqual({ opens: 2, code: 'directory-missing' });
});

test('one that ends without a word again is told as such', async () => {
  expect(await opened('silent', 'silent')).toEqual({ opens: 2, code: 'exec-failed' });
});
