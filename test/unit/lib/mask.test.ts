import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskSecrets } from '../../../src/lib/mask.ts';
import { Secret } from '../../../src/lib/secret.ts';

const masked = (text: string, ...secrets: readonly string[]): string =>
  maskSecrets(
    Buffer.from(text),
    secrets.map((value) => new Secret(value)),
  ).toString();

describe('maskSecrets', () => {
  test('covers a secret as it is, URL-encoded and in base64', () => {
    const value = 'p@ss/wörd+1';
    const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
    for (const form of [value, encodeURIComponent(value), encodeURIComponent(value).toLowerCase(), base64]) {
      expect(masked(`a ${form} b`, value)).toMatch(/^a \*+ b$/);
    }
  });

  test.each([
    ["Kn0wn+S3cret/of=the%app&db!'()* ", 'any signs'],
    ['Q7wzL0pZr2mN', 'plain letters'],
  ])('covers %j (%s) as any encoder writes it, within whatever it encodes, and over line ends', (value) => {
    for (const before of ['', 'x', 'xy', 'postgresql://shop:', 'é']) {
      const text = `${before}${value}@db:5432/shop?schema=public and some more text to fill the line with`;
      for (const kind of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(text).toString(kind);
        const wrapped = encoded.replace(/.{20}/g, '$&\n');
        for (const shown of [encoded, wrapped]) {
          const result = Buffer.from(masked(`is ${shown} here`, value).replaceAll('\n', '').slice(3), kind).toString();
          expect(result).not.toContain(value.slice(0, 4));
          expect(result).not.toContain(value.slice(-4));
        }
        expect(masked(`is ${encoded} here`, value)).toMatch(/^is .* here$/);
      }
    }
    const forms = [JSON.stringify(value), new URLSearchParams({ value }).toString()];
    for (const form of forms) expect(masked(form, value)).not.toContain(form.slice(2, -2));
  });

  test('takes linear time for long words, also such that hold a secret everywhere', () => {
    const secret = 'Q7wzL0pZr2mN';
    const long = Buffer.from(`${secret}-`.repeat(100_000)).toString('base64');
    const since = performance.now();
    expect(masked(long + 'a'.repeat(1_000_000), secret)).toHaveLength(long.length + 1_000_000);
    expect(performance.now() - since).toBeLessThan(15_000);
  });

  test('covers passwords that it was not told of', () => {
    expect(masked('at postgres://shop:hunter2@db:5432/shop')).toBe('at postgres://shop:*******@db:5432/shop');
    expect(masked('postgresql://db/x?user=a&password=tiger&b=1')).toBe('postgresql://db/x?user=a&password=*****&b=1');
    expect(masked("PGPASSWORD='a b' PGPASSWORD=tiger psql")).toBe('PGPASSWORD=***** PGPASSWORD=***** psql');
  });

  test('covers the whole where one secret is part of another, and each line of one with several', () => {
    expect(masked('tiger-lily', 'tiger', 'tiger-lily')).toBe('**********');
    expect(masked('first-line\nsecond-line\n', 'first-line\nsecond-line')).toBe('**********\n***********\n');
  });

  test('leaves everything else alone', () => {
    const text = 'postgres://shop@db/x 12:30@noon a.b*c (x) pass';
    expect(masked(text, 'abc', 'a.c*', '')).toBe(text);
  });

  test('never changes a length, so offsets keep their meaning, and never lets a secret through', () => {
    const secret = fc.string({ minLength: 4, maxLength: 20, unit: 'grapheme' }).filter((value) => !/[*\s]/.test(value));
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, value, after) => {
        const bytes = Buffer.from(`${before}${value}${after}`);
        const result = maskSecrets(bytes, [new Secret(value)]);
        expect(result).toHaveLength(bytes.length);
        expect(result.includes(Buffer.from(value))).toBe(false);
      }),
    );
  });
});
