import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** Adds `godwit verify-audit` and `godwit export-audit`. 0 well, 1 the chain is broken, 2 it could not be read. */
export function addAuditCommands(program: Command, terminal: Terminal, ended: (code: number) => void): void {
  program
    .command('verify-audit')
    .description('proves that nobody changed who did what when, or names the first entry that was changed')
    .action(async () => {
      const { verifyAudit } = await import('./audit-work.ts');
      ended(await verifyAudit(terminal));
    });
  program
    .command('export-audit')
    .description('prints who did what when as JSON lines, the first entry first')
    .action(async () => {
      const { exportAudit } = await import('./audit-work.ts');
      ended(await exportAudit(terminal));
    });
}
