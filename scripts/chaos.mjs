// npm run chaos [-- --only deploy:backup:worker … --kind deploy … --fault worker … --resume --write]: the kill matrix.
import { runInForeground } from './foreground.mjs';
import { ensure } from './setup.mjs';

await ensure({ packages: true, engine: true, build: true });
const argv = ['--import', 'tsx', 'scripts/chaos/matrix/main.ts', ...process.argv.slice(2)];
process.exitCode = await runInForeground([process.execPath, ...argv]);
