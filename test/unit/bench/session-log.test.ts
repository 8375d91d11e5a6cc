import { expect, test } from 'vitest';
import { sessionLog } from '../../../bench/grounds/session-log.ts';

const start = (port: number, id: number) => `Starting session: command for ana from 127.0.0.1 port ${port} id ${id}`;
const close = (port: number, id: number) => `Close session: user ana from 127.0.0.1 port ${port} id ${id}`;

test('pairs beginnings and ends by connection and session', () => {
  let now = 0;
  const log = sessionLog(() => now);
  const at = (ms: number, line: string) => {
    now = ms;
    log.onLine(line);
  };
  at(10, start(4001, 0));
  at(20, start(4001, 1));
  at(25, start(4002, 0));
  at(30, close(4001, 0));
  at(35, 'Accepted publickey for ana from 127.0.0.1 port 4003 ssh2');
  at(40, close(4001, 1));
  now = 50;
  expect(log.sessions()).toEqual([
    { from: 10, to: 30 },
    { from: 20, to: 40 },
    { from: 25, to: 50 },
  ]);
});

test('a beginning cleared meanwhile is still paired, an end without one is none', () => {
  let now = 5;
  const log = sessionLog(() => now);
  log.onLine(start(1, 0));
  log.clear();
  now = 9;
  log.onLine(close(2, 0));
  log.onLine(close(1, 0));
  expect(log.sessions()).toEqual([{ from: 5, to: 9 }]);
});
