import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unaligned, withFreshParts } from './markers.ts';
import { documents, parts } from './parts.ts';
import { reviewFolder, reviewPages } from './review-pages.ts';

for (const file of documents) {
  const present = readFileSync(file, 'utf8');
  write(file, present, withFreshParts(present, parts()));
}

mkdirSync(reviewFolder, { recursive: true });
const pages = await reviewPages();
const present = new Map(
  readdirSync(reviewFolder).map((name) => [name, readFileSync(path.join(reviewFolder, name), 'utf8')]),
);
for (const name of present.keys()) if (!pages.has(name)) rmSync(path.join(reviewFolder, name));
for (const [name, text] of pages) write(path.join(reviewFolder, name), present.get(name) ?? '', text);

function write(file: string, before: string, fresh: string): void {
  if (unaligned(fresh) === unaligned(before)) return;
  writeFileSync(file, fresh);
  process.stdout.write(`written: ${file}\n`);
}
