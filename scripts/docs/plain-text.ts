/** Slack's own notation as a reader of Markdown should see it: names for ids, fallbacks for dates, text for links, leaning for bold. */
export function plainText(mrkdwn: string): string {
  return mrkdwn
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<!subteam\^([A-Z0-9]+)>/g, (_, id: string) => `@${id.toLowerCase()}`)
    .replace(/<@([A-Z0-9]+)>/g, (_, id: string) => `@${id.toLowerCase()}`)
    .replace(/<https?:[^|>]*\|([^>]*)>/g, '$1')
    .replace(/\*([^*\n]+)\*/g, '_$1_')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
