import { readFileSync, writeFileSync } from 'node:fs';
import { unaligned, withFreshParts } from './markers.ts';
import { documents, parts } from './parts.ts';

for (const path of documents) {
  const present = readFileSync(path, 'utf8');
  const fresh = withFreshParts(present, parts());
  if (unaligned(fresh) === unaligned(present)) continue;
  writeFileSync(path, fresh);
  process.stdout.write(`written: ${path}\n`);
}
