/** The few short codes that appear in messages about deployments; any other stays as it was written. */
const emoji: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔',
  x: '❌',
  warning: '⚠',
  rotating_light: '🚨',
  hourglass_flowing_sand: '⏳',
  hourglass: '⌛',
  lock: '🔒',
  rocket: '🚀',
  eyes: '👀',
  snowflake: '❄',
  no_entry: '⛔',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  red_circle: '🔴',
  information_source: 'ℹ',
};

/** The picture for a short code without colons, or the code as it was written. */
export const emojiFor = (code: string): string => emoji[code] ?? `:${code}:`;
