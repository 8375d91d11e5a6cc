// npm run bench, npm run bench:review [-- arguments]: sets up what is missing, then measures.
import { runInForeground } from './foreground.mjs';
import { ensure } from './setup.mjs';

await ensure({ packages: true, build: true });
const [, , first, ...others] = process.argv;
const main = first === 'review' ? ['bench/review/main.ts', ...others] : ['bench/main.ts', ...process.argv.slice(2)];
const argv = [process.execPath, '--import', 'tsx', ...main];
process.exitCode = await runInForeground(argv);
