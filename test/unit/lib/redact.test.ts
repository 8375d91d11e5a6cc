import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactor, redactorStream, stripEscapes } from '../../../src/lib/redact.ts';
import { Secret } from '../../../src/lib/secret.ts';

const secret = (value: string) => [new Secret(value)];

describe('redactor', () => {
  it('covers a secret as it is, URL-encoded and in base64', () => {
    const value = 'p@ss/wörd+1';
    const base64 = Buffer.from(value).toString('base64');
    const text = `${value} ${encodeURIComponent(value)} ${encodeURIComponent(value).toLowerCase()} ${base64}`;
    expect(redactor(secret(value))(text)).toMatch(/^\[redacted\] \[redacted\] \[redacted\] \[redacted\]=*$/);
  });

  it('covers passwords that it was not told of', () => {
    const redact = redactor([]);
    expect(redact('at postgres://shop:hunter2@db:5432/shop failed')).toBe(
      'at postgres://shop:[redacted]@db:5432/shop failed',
    );
    expect(redact('postgresql://a:b@c@db/x')).toBe('postgresql://a:[redacted]@db/x');
    expect(redact('postgresql://db/x?user=a&password=tiger&b=1')).toBe(
      'postgresql://db/x?user=a&password=[redacted]&b=1',
    );
    expect(redact("PGPASSWORD='a b' PGPASSWORD=tiger psql")).toBe('PGPASSWORD=[redacted] PGPASSWORD=[redacted] psql');
  });

  it('leaves everything else alone', () => {
    const text = 'postgres://shop@db/x 12:30@noon a.b*c (x) pass';
    expect(redactor([new Secret('abc'), new Secret('a.c*'), new Secret('')])(text)).toBe(text);
  });

  it('covers the whole where one secret is part of another', () => {
    expect(redactor([new Secret('tiger'), new Secret('tiger-lily')])('tiger-lily')).toBe('[redacted]');
    expect(redactor([new Secret('abcd'), new Secret('cdef')])('abcdef')).toBe('[redacted]');
  });
});

describe('redactorStream', () => {
  const push = (pieces: readonly string[], secrets: readonly Secret[], held?: number) => {
    const stream = redactorStream(secrets, held);
    return [...pieces.map((piece) => stream.push(piece)), stream.end()];
  };

  it('lets whole lines out at once and holds the rest back', () => {
    expect(push(['one\ntw', 'o\n', 'three'], [])).toEqual(['one\n', 'two\n', '', 'three']);
  });

  it('covers each line of a secret with several', () => {
    expect(push(['first-line\n', 'second-line\n'], secret('first-line\nsecond-line')).join('')).toBe(
      '[redacted]\n[redacted]\n',
    );
  });

  it('gives what the whole text gives, wherever it is cut', () => {
    const words = fc.constantFrom('s3cret+word', 's3cret', 'x', '\n', ' ', 'postgres://a:', 'pw', '@', 'PGPASSWORD=');
    fc.assert(
      fc.property(fc.array(words), fc.array(fc.nat()), (text, cuts) => {
        const whole = text.join('');
        const places = [...cuts.map((cut) => cut % (whole.length + 1)), 0, whole.length].sort((a, b) => a - b);
        const pieces = places.slice(1).map((place, index) => whole.slice(places[index], place));
        expect(push(pieces, secret('s3cret+word')).join('')).toBe(redactor(secret('s3cret+word'))(whole));
      }),
    );
  });

  it('does not hold an endless line, and never shows a secret that lies across a cut', () => {
    const line = `${'x'.repeat(700)}s3cret+word`;
    const out = push(
      Array.from({ length: 40 }, () => line),
      secret('s3cret+word'),
      100,
    );
    expect(out.slice(0, -1).join('').length).toBeGreaterThan(20_000);
    expect(out.join('')).toBe(`${'x'.repeat(700)}[redacted]`.repeat(40));
  });
});

describe('stripEscapes', () => {
  it('removes colours, cursor movements, links and control characters', () => {
    const text = '\u001b[31mred\u001b[0m\u001b[2K\u001b]8;;https://x\u0007link\u001b]8;;\u0007\u0008\u0000\tend\r\n';
    expect(stripEscapes(text)).toBe('redlink\tend\r\n');
  });
});
