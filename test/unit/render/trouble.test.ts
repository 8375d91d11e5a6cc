import { describe, expect, test } from 'vitest';
import { trouble, troubleCodes } from '../../../src/domain/trouble.ts';
import { message } from '../../../src/render/limits.ts';
import { troubleBlocks, troubleText } from '../../../src/render/trouble.ts';
import { messageProblems } from '../../support/block-kit.ts';

const drawn = (code: (typeof troubleCodes)[number], facts: readonly { label: string; value: string }[] = []) => {
  const one = trouble(code, 'Something was seen', facts);
  return message(troubleText(one), troubleBlocks(one));
};

describe('every trouble', () => {
  test('has a name, a sentence and a next step', () => {
    expect(troubleCodes.map((code) => `${code}: ${drawn(code).text}`).join('\n')).toMatchSnapshot();
  });

  test.each(troubleCodes)('%s shows its code and speaks calmly', (code) => {
    const shown = drawn(code);
    expect(messageProblems(shown)).toEqual([]);
    expect(JSON.stringify(shown.blocks)).toContain(`Reason code: \`${code}\``);
    expect(shown.text).not.toMatch(/!|failed to|undefined/);
  });

  test('both fingerprints of a wrong host key can be compared', () => {
    const keys = [
      { label: 'Configured', value: `SHA256:${'a'.repeat(43)}` },
      { label: 'Shown', value: `SHA256:${'b'.repeat(43)}` },
    ];
    const shown = JSON.stringify(drawn('host-key-mismatch', keys));
    for (const { label, value } of keys) expect(shown).toContain(`*${label}* \`${value}\``);
  });
});
