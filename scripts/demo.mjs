// npm run demo [-- arguments]: sets up what is missing, then plays the story of playground/demo.
import { runInForeground } from './foreground.mjs';
import { ensure } from './setup.mjs';

await ensure({ packages: true, build: true });
process.exitCode = await runInForeground([
  process.execPath,
  '--import',
  'tsx',
  'playground/demo/main.ts',
  ...process.argv.slice(2),
]);
