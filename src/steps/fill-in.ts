import type { Argv } from '../domain/environment.ts';

/** Puts values in place of `{env}`, `{label}`, `{backup}`: whole arguments stay whole, nothing is read by a shell. */
export const fillIn = (argv: Argv, values: Readonly<Record<string, string>>): Argv =>
  argv.map((word) =>
    word.replace(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
    ),
  );
