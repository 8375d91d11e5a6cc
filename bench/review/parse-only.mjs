// The least that any reviewer does: reads the files that it is given and parses them.
import { readFileSync } from 'node:fs';
import { loadModule, parseSync } from 'libpg-query';

await loadModule();
let statements = 0;
for (const file of process.argv.slice(2)) statements += parseSync(readFileSync(file, 'utf8')).stmts?.length ?? 0;
process.stdout.write(`${statements}\n`);
