import { inspect, isDeepStrictEqual } from 'node:util';

/** A sentence of the story does not hold. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
  readonly sentence: string;
  constructor(sentence: string, why: string) {
    super(why);
    this.sentence = sentence;
  }
}

/** What was found must be what the sentence says; throws `CheckFailed` where it is not. */
export function demand(sentence: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new CheckFailed(sentence, `found ${shown(found)}\nexpected ${shown(expected)}`);
}

const shown = (value: unknown): string =>
  inspect(value, { depth: 4, maxArrayLength: 20, maxStringLength: 400, breakLength: 90 });
