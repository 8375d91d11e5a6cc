import { type Command, Option } from 'commander';
import { type Role, roles } from '../../config/roles.ts';
import type { Terminal } from '../terminal.ts';

/** Adds `godwit doctor`: one line a check. 0 all is well, 1 something is not. */
export function addDoctorCommand(program: Command, terminal: Terminal, ended: (code: number) => void): void {
  program
    .command('doctor')
    .description('looks at everything that Godwit needs, and changes nothing')
    .addOption(new Option('--role <role>', 'what a process of this role needs').choices([...roles]).default('all'))
    .action(async ({ role }: { role: Role }) => {
      const { examine } = await import('./examine.ts');
      ended((await examine(role, terminal)) ? 0 : 1);
    });
}
