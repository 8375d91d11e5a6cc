import { describe, expect, test } from 'vitest';
import { answerByUrl } from '../../../src/slack/answer-by-url.ts';
import { officeOf } from './people.ts';

const message = { text: 'words', blocks: [] };

describe('an answer by its own address', () => {
  test('is tried once more where the first try met something that passes', async () => {
    const { deps, slack } = officeOf();
    slack.addAddress('url');
    slack.failNext('respond', { kind: '500' });
    await answerByUrl(deps, 'url', message);
    expect(slack.said('url')).toEqual([message]);
  });

  test('is not tried again where Slack refused it for good', async () => {
    const { deps, slack } = officeOf();
    await answerByUrl(deps, 'unknown', message);
    slack.addAddress('unknown');
    expect(slack.said('unknown')).toEqual([]);
  });
});
