import { scanSync } from 'libpg-query';
import type { Dice } from './dice.ts';

const between = [' ', '\n', '\r\n', '\t ', ' /* a /* nested */ one */ ', ' -- note\n', '  \n\n', ' /* ; */ '];

interface Token {
  readonly text: string;
  /** Whether there was something between it and the one before. */
  readonly apart: boolean;
  readonly keyword: boolean;
  readonly name: boolean;
}

function tokensOf(sql: string): readonly Token[] {
  const bytes = Buffer.from(sql);
  let last = 0;
  return scanSync(sql).tokens.flatMap(({ start, end, tokenName, keywordName }) => {
    if (tokenName === 'SQL_COMMENT' || tokenName === 'C_COMMENT') return [];
    const text = bytes.toString('utf8', start, end);
    const apart = start > last;
    last = end;
    return [
      {
        text,
        apart,
        keyword: keywordName !== 'NO_KEYWORD',
        name: tokenName === 'IDENT' && /^[a-z_][a-z0-9_]*$/.test(text),
      },
    ];
  });
}

/** The same statements in other letters: blanks, comments, line ends, the case of keywords, quotes around names, a BOM. */
export function rewritten(sql: string, dice: Dice): string {
  const words = tokensOf(sql).map((token, at) => {
    const gap = at > 0 && token.apart ? (dice.once(2) ? ' ' : dice.of(between)) : '';
    return gap + inOtherLetters(token, dice);
  });
  return `${dice.once(3) ? '\uFEFF' : ''}${dice.once(3) ? '-- first\r\n' : ''}${words.join('')}${dice.of(['', ';', ' ;;\n', '\n-- last'])}`;
}

function inOtherLetters({ text, keyword, name }: Token, dice: Dice): string {
  if (keyword) return dice.of([text, text.toLowerCase(), text.toUpperCase()]);
  return name && dice.once(2) ? `"${text}"` : text;
}
