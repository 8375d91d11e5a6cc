import type { KnownBlock } from '@slack/types';
import type { Gate, GateHold } from '../domain/gates/gate.ts';
import { gateRules } from '../domain/gates/menu.ts';
import type { Readiness } from '../domain/readiness-types.ts';
import { bold, code, lines, type Mrkdwn, md, withCode } from './escape.ts';
import { section } from './limits.ts';
import { sentence } from './words.ts';

/**
 * What stands between a request and its deploy: each closed gate with what it is about, the ways out, and what it holds
 * up; of a request that needs no approval, its start.
 */
export const gateBlocks = (
  gates: readonly Gate[],
  request: Pick<Readiness, 'approvals' | 'emergency'> | null = null,
): readonly KnownBlock[] => gates.map((gate) => section(gateWords(gate, request)));

const shownDetails = 8;

function gateWords(
  { id, holds, sentence: said, details, waysOut }: Gate,
  request: Pick<Readiness, 'approvals' | 'emergency'> | null,
): Mrkdwn {
  const listed = details.filter((detail) => !said.includes(detail));
  const rest = listed.length - shownDetails;
  return lines(
    md`${marks[holds]} ${bold(gateRules[id].title)}: ${withCode(sentence(said))}`,
    ...listed.slice(0, shownDetails).map((detail) => md`• ${detailWords(detail)}`),
    rest > 0 ? md`… ${rest} more` : null,
    ...wayLines(waysOut),
    md`_${heldUp(holds, request)}_ (${code(id)})`,
  );
}

/** A bare name in fixed width. */
const detailWords = (detail: string): Mrkdwn => (/^\S+$/.test(detail) ? code(detail) : withCode(detail));

const counts = ['', 'Way out', 'Two ways out', 'Three ways out'];

function wayLines(ways: readonly string[]): readonly Mrkdwn[] {
  const head = bold(counts[ways.length] ?? 'Ways out');
  const [only] = ways;
  if (ways.length === 1 && only !== undefined) return [md`${head}: ${withCode(only)}`];
  return [head, ...ways.map((way, at) => md`${at + 1}. ${withCode(way)}`)];
}

const marks: Readonly<Record<GateHold, string>> = { request: '✗', approval: '✗', start: '!', nothing: '!' };

function heldUp(holds: GateHold, request: Pick<Readiness, 'approvals' | 'emergency'> | null): string {
  if (holds !== 'approval' || request === null || request.approvals !== null) return holdWords[holds];
  return request.emergency ? 'Nothing starts until then, in an emergency too.' : 'Nothing starts until then.';
}

const holdWords: Readonly<Record<GateHold, string>> = {
  request: 'Nothing can be deployed until then.',
  approval: 'Cannot be approved until then.',
  start: 'Looked at again at the start, which it would stop.',
  nothing: 'Stops nothing.',
};
