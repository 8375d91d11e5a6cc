import { describe, expect, test } from 'vitest';
import type { Limits } from '../../../src/domain/environment.ts';
import { sessionSettings, settingsWords } from '../../../src/steps/session-settings.ts';

const limits: Limits = { stepMs: 1, lockTimeoutMs: 2_000, statementTimeoutMs: null, waiting: null };

describe('the settings of the session', () => {
  test('are those that are configured', () => {
    expect(sessionSettings(limits)).toEqual({ lock_timeout: 2_000 });
    expect(sessionSettings({ ...limits, statementTimeoutMs: 60_000 })).toEqual({
      ...{ lock_timeout: 2_000, statement_timeout: 60_000 },
    });
    expect(sessionSettings({ ...limits, lockTimeoutMs: null })).toEqual({});
  });

  test('let a concurrent build wait, also where the login would not', () => {
    expect(sessionSettings(limits, true)).toEqual({ lock_timeout: 0 });
    expect(sessionSettings({ ...limits, lockTimeoutMs: null }, true)).toEqual({ lock_timeout: 0 });
  });
});

test('the card says what holds, and what does not', () => {
  expect(settingsWords({ kind: 'in-effect' }, limits)).toBe('lock timeout 2.0 s');
  expect(settingsWords({ kind: 'without-effect', found: 'lock_timeout is 0' }, limits)).toBe(
    'lock timeout 2.0 s did not take effect (lock_timeout is 0)',
  );
  expect(settingsWords({ kind: 'unknown', why: 'P1001' }, { ...limits, statementTimeoutMs: 60_000 })).toBe(
    'lock timeout 2.0 s, statement timeout 1 min could not be proved (P1001)',
  );
  expect(settingsWords(null, limits)).toBeNull();
});
