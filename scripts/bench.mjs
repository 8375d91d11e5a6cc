// npm run bench [-- arguments]: sets up what is missing, then measures.
import { runInForeground } from './foreground.mjs';
import { ensure } from './setup.mjs';

await ensure({ packages: true, build: true });
const argv = [process.execPath, '--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)];
process.exitCode = await runInForeground(argv);
