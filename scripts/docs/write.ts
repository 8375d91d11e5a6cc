import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandFolder, commandPages } from './command-pages.ts';
import { unaligned, withFreshParts } from './markers.ts';
import { documents, parts } from './parts.ts';
import { reliabilityFile, reliabilityPage } from './reliability.ts';
import { reviewFolder, reviewPages } from './review-pages.ts';

for (const file of documents) {
  const present = readFileSync(file, 'utf8');
  write(file, present, withFreshParts(present, parts()));
}

writeFolder(reviewFolder, await reviewPages());
writeFolder(commandFolder, commandPages());
write(reliabilityFile, existsSync(reliabilityFile) ? readFileSync(reliabilityFile, 'utf8') : '', reliabilityPage());

/** Every page of a folder, and no other file in it. */
function writeFolder(folder: string, pages: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  const present = new Map(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
  for (const name of present.keys()) if (!pages.has(name)) rmSync(path.join(folder, name));
  for (const [name, text] of pages) write(path.join(folder, name), present.get(name) ?? '', text);
}

function write(file: string, before: string, fresh: string): void {
  if (unaligned(fresh) === unaligned(before)) return;
  writeFileSync(file, fresh);
  process.stdout.write(`written: ${file}\n`);
}
