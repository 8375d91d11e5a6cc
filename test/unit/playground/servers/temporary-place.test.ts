import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryPlace } from '../../../../playground/servers/temporary-place.ts';

let open: string;
let closed: string;
let inside: string;

beforeEach(() => {
  open = mkdtempSync('/tmp/godwit-place-');
  closed = path.join(open, 'closed');
  inside = path.join(closed, 'inside');
  mkdirSync(inside, { recursive: true });
  for (const [directory, mode] of [
    [open, 0o755],
    [closed, 0o700],
    [inside, 0o755],
  ] as const)
    chmodSync(directory, mode);
});
afterEach(() => rmSync(open, { recursive: true }));

it('is the temporary directory, where others get through to it or nobody else has to', () => {
  expect(temporaryPlace(true, [open, '/tmp'])).toBe(open);
  expect(temporaryPlace(false, [inside, '/tmp'])).toBe(inside);
});

it('is another one where root alone could enter, be it only further up', () => {
  expect(temporaryPlace(true, [closed, open])).toBe(open);
  expect(temporaryPlace(true, [inside, path.join(open, 'missing'), open])).toBe(open);
});

it('is refused with what to set where there is none', () => {
  expect(() => temporaryPlace(true, [inside])).toThrow(`cannot enter ${inside}; set TMPDIR to a directory`);
});
