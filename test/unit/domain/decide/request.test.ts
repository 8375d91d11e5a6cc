import { describe, expect, it } from 'vitest';
import { requestRun } from '../../../../src/domain/decide/request.ts';
import type { ChannelId, RunId } from '../../../../src/domain/ids.ts';
import { peopleFrom } from '../../../../src/domain/rights.ts';
import type { Purpose } from '../../../../src/domain/run.ts';
import {
  actionsOf,
  ana,
  dan,
  jobsOf,
  noon,
  otherRun,
  policy,
  proceeding,
  production,
  refusalOf,
  situation,
  under,
  waitingRun,
} from '../samples.ts';

const file = { path: 'b.dump', bytes: 1, modifiedAt: noon };
const deploy: Purpose = { kind: 'deploy' };
const restore: Purpose = { kind: 'restore', backup: file, known: null };
const backup: Purpose = { kind: 'backup', label: 'x', forRun: null };
const request = (purpose: Purpose, by = ana) => ({ id: 'r1' as RunId, purpose, by, channel: 'C01' as ChannelId });
const freeze = { environment: production, reason: 'audit', by: dan, since: noon, until: null };

describe('a request', () => {
  it.each([deploy, restore])('for a $kind is prepared first', (purpose) => {
    const { run, effects } = proceeding(requestRun(request(purpose), situation(), null));
    expect(run.state.kind).toBe('preparing');
    expect(jobsOf(effects)).toEqual(['prepare-run']);
    expect(actionsOf(effects)).toEqual([`${purpose.kind}.requested`]);
  });

  it('for a backup is queued at once, also beside an open request', () => {
    const { run, effects } = proceeding(requestRun(request(backup), situation(), waitingRun()));
    expect(run.state).toEqual({ kind: 'queued', since: noon, resume: null });
    expect(jobsOf(effects)).toEqual(['execute-run']);
  });

  it('is refused beside another one that changes the database, and names it', () => {
    expect(requestRun(request(deploy), situation(), waitingRun())).toMatchObject({
      refusal: { code: 'environment-busy', environment: production, run: waitingRun().id },
    });
  });

  it('for a backup is refused while something runs there', () => {
    expect(requestRun(request(backup), situation({ executing: otherRun }), null)).toMatchObject({
      refusal: { code: 'environment-busy', run: otherRun },
    });
  });

  it('is held back by a freeze, not refused', () => {
    expect(requestRun(request(deploy), situation({ freeze }), null).kind).toBe('proceed');
  });

  it('needs the right, which an empty list gives to nobody', () => {
    expect(refusalOf(requestRun(request(deploy, dan), situation(), null))).toBe('right-missing');
    const rights = { ...policy().rights, request: [] };
    expect(refusalOf(requestRun(request(deploy), under({ rights }), null))).toBe('right-missing');
  });

  it('tells a guest from somebody unknown, where all full members may ask', () => {
    const rights = { ...policy().rights, request: 'members' as const };
    const known = (fullMember: boolean | null) =>
      peopleFrom({
        groups: new Map(),
        people: new Map(fullMember === null ? [] : [[ana, { fullMember }]]),
        configured: new Map(),
        now: noon,
      });
    const asked = (fullMember: boolean | null) =>
      refusalOf(requestRun(request(backup), under({ rights }, { people: known(fullMember) }), null));
    expect([asked(true), asked(false), asked(null)]).toEqual([null, 'guest', 'person-unknown']);
  });
});
