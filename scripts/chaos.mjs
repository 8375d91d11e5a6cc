// npm run chaos [-- --only deploy:backup:worker … --kind deploy … --fault worker … --resume --write]: the kill matrix.
// npm run chaos -- --storms [--write]: many presses and commands at once.
import { runInForeground } from './foreground.mjs';
import { ensure } from './setup.mjs';

const given = process.argv.slice(2);
const what = given.includes('--storms') ? 'storms' : 'matrix';
await ensure({ packages: true, engine: what === 'matrix', build: true });
const argv = ['--import', 'tsx', `scripts/chaos/${what}/main.ts`, ...given];
process.exitCode = await runInForeground([process.execPath, ...argv]);
