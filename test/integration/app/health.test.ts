import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { healthRoutes, serve } from '../../../src/app/health.ts';

const parts = () => [
  { name: 'postgres', ready: () => true },
  { name: 'redis', ready: () => Promise.reject(new Error('connection refused')) },
];

describe('what a process says of its health', () => {
  let server: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    server = await serve(healthRoutes(parts), { port: 0, host: '127.0.0.1' });
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, { headers });

  test('a neighbour learns what is waited for, and the figures', async () => {
    const ready = await ask('/readyz');
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, waitingFor: ['redis'] }]);
    expect(await (await ask('/metrics')).text()).toContain('process_resident_memory_bytes');
  });

  test.each(['x-forwarded-for', 'forwarded', 'via'])(
    'whoever comes through a proxy (%s) learns neither',
    async (header) => {
      const stranger = { [header]: '203.0.113.7' };
      const ready = await ask('/readyz', stranger);
      expect([ready.status, await ready.json()]).toEqual([503, { ready: false }]);
      expect((await ask('/metrics', stranger)).status).toBe(404);
      expect(await (await ask('/healthz', stranger)).json()).toEqual({ ok: true });
    },
  );
});
