import type { DetachedTask, TaskCommand } from '../ports/remote.ts';
import { exportVariable, quote, quoteAll } from './quote.ts';

/**
 * The script of a task: quoted values between the words that `programs/begin.ts` defines. Each command becomes a function
 * whose last act is `exec` in a subshell, so that a program is run even where the shell has a builtin of its name.
 * @param mark ends the script; without it the host takes it for cut off
 * @throws on a name that is no variable, a NUL byte, an empty argv, an unknown secret, or one with a line end for stdin
 */
export function taskScript(task: DetachedTask, mark: string): string {
  const secrets = Object.entries(task.secrets).map(([name, secret]) => exportVariable(name, secret.reveal()));
  const plain = Object.entries(task.environment).map(([name, value]) => exportVariable(name, value));
  const commands = task.commands.flatMap((command, index) => commandLines(task, command, `godwit_${index + 1}`));
  return [...plain, ...secrets, `enter ${quote(task.directory)}`, ...commands, `# end ${mark}`].join('\n');
}

function commandLines(task: DetachedTask, command: TaskCommand, name: string): readonly string[] {
  if (command.argv.length === 0) throw new Error(`writing the task ${task.id}: a command has an empty argv`);
  const file = command.stdin?.file ?? null;
  const run = `( exec ${quoteAll(command.argv)} )`;
  const body = command.stdin === null ? run : `{ ${feed(task, command.stdin)}; } | ${run}`;
  const keep = command.stdoutFile === null ? '' : `keeping ${quote(command.stdoutFile)} `;
  return [...(file === null ? [] : [`readable ${quote(file)}`]), `${name}() { ${body}; }`, `step ${keep}${name}`];
}

/** `printf` is a builtin: what it prints is in no process's arguments. */
function feed(task: DetachedTask, stdin: NonNullable<TaskCommand['stdin']>): string {
  const lines = stdin.secrets.map((name) => `printf '%s\\n' ${quote(secretLine(task, name))}`);
  const text = stdin.text === undefined ? [] : [`printf '%s' ${quote(stdin.text)}`];
  const file = stdin.file === null ? [] : [`cat < ${quote(stdin.file)}`];
  return [...lines, ...text, ...file].join('; ') || ':';
}

function secretLine(task: DetachedTask, name: string): string {
  const value = task.secrets[name]?.reveal();
  if (value === undefined) throw new Error(`writing the task ${task.id}: there is no secret ${name}`);
  if (/[\r\n]/.test(value)) throw new Error(`writing the task ${task.id}: the secret ${name} holds a line end`);
  return value;
}
