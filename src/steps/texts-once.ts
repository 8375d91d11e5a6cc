import type { TargetSession } from '../ports/target.ts';

/** The same session for one look: the text of a file is read once, whoever asks. */
export function withTextsOnce(session: TargetSession): TargetSession {
  const read = new Map<string, Promise<string | null>>();
  const sqlOf = (name: string) => {
    const text = read.get(name) ?? session.sqlOf(name);
    read.set(name, text);
    return text;
  };
  return { ...session, sqlOf };
}
