import type { Variables } from '../config/environment-variables.ts';

/** Commands on Godwit's own machine see what a login would give them, and none of Godwit's own secrets. */
export function localEnvironment(variables: Variables): Readonly<Record<string, string>> {
  const handedOn = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'TZ', 'SHELL', 'XDG_STATE_HOME', 'SSH_AUTH_SOCK'];
  return Object.fromEntries(
    handedOn.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])),
  );
}
