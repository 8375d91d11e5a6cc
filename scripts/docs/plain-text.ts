/** Slack's own notation as a reader of Markdown should see it: names for ids, fallbacks for dates, text for links, and leaning for bold unless `bold` says otherwise. */
export function plainText(mrkdwn: string, bold = '_'): string {
  return mrkdwn
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<!subteam\^([A-Z0-9]+)>/g, (_, id: string) => `@${id.toLowerCase()}`)
    .replace(/<@([A-Z0-9]+)>/g, (_, id: string) => `@${id.toLowerCase()}`)
    .replace(/<https?:[^|>]*\|([^>]*)>/g, '$1')
    .replace(/\*([^*\n]+)\*/g, `${bold}$1${bold}`)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
