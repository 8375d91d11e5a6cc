/**
 * A server's version as a number in which minors compare: "14.2" is 14.02, "14.10" is 14.1, and "15", whose minor is not
 * said, is 15. Null where the text is no version of PostgreSQL 9 or later.
 */
export function serverVersionOf(text: string): number | null {
  const parts = /^(\d{1,3})(?:\.(\d{1,2}))?(?:\.\d+)*$/.exec(text.trim());
  if (parts === null) return null;
  const major = Number(parts[1]);
  return major < 9 ? null : ofServer(major, Number(parts[2] ?? 0));
}

/** The same of what the server calls `server_version_num`: 150018 is 15.18. */
export const serverVersionOfNumber = (number: number): number => ofServer(Math.floor(number / 10_000), number % 10_000);

const ofServer = (major: number, minor: number): number => Number((major + minor / 100).toFixed(2));
