import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clamp, clampLines } from '../../../src/lib/clamp.ts';

describe('clamp', () => {
  it('leaves what fits, and ends with "…" what does not', () => {
    expect([clamp('abc', 3), clamp('abcd', 3), clamp('abcd', 1), clamp('abcd', 0)]).toEqual(['abc', 'ab…', '…', '']);
  });

  it('does not cut a character in two', () => {
    expect(clamp('a😀bc', 3)).toBe('a…');
  });

  it('never exceeds the limit, and keeps the beginning', () => {
    const check = fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, limit) => {
      const cut = clamp(text, limit);
      expect(cut.length).toBeLessThanOrEqual(limit);
      expect(() => encodeURIComponent(cut)).not.toThrow();
      expect(text.startsWith(cut.replace(/…$/, '')) || text === cut).toBe(true);
    });
    fc.assert(check);
  });
});

describe('clampLines', () => {
  it('says how many lines are missing', () => {
    expect(clampLines('a\nb\nc', 3)).toBe('a\nb\nc');
    expect(clampLines('a\nb\nc', 2)).toBe('a\nb\n… 1 more line');
    expect(clampLines('a\nb\nc', 1)).toBe('a\n… 2 more lines');
  });
});
