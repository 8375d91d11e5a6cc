import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Stands before every command that one environment's host begins for Godwit: each is written down, and waits until it is
 * let in, or until the door is open for all.
 */
export interface Door extends Disposable {
  /** What goes into a script, before it does anything. */
  readonly guard: string;
  /** Called for everyone who waits, each once; true lets in. */
  readonly keep: (mayEnter: () => Promise<boolean>) => void;
  /** Resolves once somebody was not let in. */
  readonly held: Promise<void>;
  readonly open: () => void;
  /** One line a command, with the name of the script that it was asked through; of words of several lines the last one. */
  readonly calls: () => readonly string[];
}

/** `directory` is emptied: what was written there belongs to the cell before. */
export function closeDoor(directory: string): Door {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const seen = new Set<string>();
  let tellHeld: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    tellHeld = resolve;
  });
  let mayEnter: (() => Promise<boolean>) | null = null;
  const at = (name: string) => path.join(directory, name);
  const ask = async (name: string) => {
    if (await mayEnter?.()) rmSync(at(name), { force: true });
    else tellHeld();
  };
  const look = () => {
    if (mayEnter === null || !existsSync(directory)) return;
    for (const name of readdirSync(directory)) {
      if (!name.startsWith('at.') || seen.has(name)) continue;
      seen.add(name);
      void ask(name);
    }
  };
  const watcher = watch(directory, look);
  return {
    guard: guardOf(directory),
    keep: (decide) => {
      mayEnter = decide;
      look();
    },
    held,
    open: () => writeFileSync(at('open'), ''),
    calls: () => (existsSync(at('calls')) ? readFileSync(at('calls'), 'utf8').trim().split('\n') : []),
    [Symbol.dispose]: () => watcher.close(),
  };
}

const guardOf = (directory: string): string => `door='${directory}'
all=$*
printf '%s %s\\n' "\${0##*/}" "\${all##*
}" >> "$door/calls"
if [ ! -e "$door/open" ]; then
  : > "$door/at.$$"
  while [ -e "$door/at.$$" ] && [ ! -e "$door/open" ]; do sleep 0.05; done
fi
`;

/** A script with the guard as its first act. */
export const guarded = (script: string, guard: string): string => script.replace(/^#!.*\n/, (first) => first + guard);
