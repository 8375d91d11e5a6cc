import fc from 'fast-check';

const surrogates = { first: 0xd800, amount: 0x800 };

/**
 * Any character of Unicode. As fast-check's unit `binary`, which makes a table of all million of them first: a second of
 * every process that asks for it.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10ffff - surrogates.amount })
  .map((number) => String.fromCodePoint(number < surrogates.first ? number : number + surrogates.amount));
