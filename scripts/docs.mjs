// npm run docs: writes the generated parts of README.md and docs/ anew.
import { runInForeground } from './foreground.mjs';
import { ensure } from './setup.mjs';

await ensure({ packages: false, build: false });
const written = await runInForeground([process.execPath, '--import', 'tsx', 'scripts/docs/write.ts']);
const format = ['node_modules/.bin/biome', 'format', '--write', 'README.md', 'docs'];
process.exitCode = written === 0 ? await runInForeground(format) : written;
