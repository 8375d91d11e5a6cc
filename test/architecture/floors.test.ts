import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const report = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** What dependency-cruiser sees below `directory` by this project's rules. */
function cruise(directory: string, folders: readonly string[]): z.output<typeof report> {
  const cruiser = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const argv = [cruiser, '--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json', ...folders];
  const { stdout, stderr } = spawnSync(process.execPath, argv, { cwd: directory, encoding: 'utf8', maxBuffer: 1e8 });
  if (stdout === '') throw new Error(`cruising ${directory}: ${stderr}`);
  return report.parse(JSON.parse(stdout));
}

const lines = ({ summary }: z.output<typeof report>): readonly string[] =>
  summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to.replace(/^(\.\.\/)+/, '')}`).sort();

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => `${folder}/${path}`);

describe('the floors', () => {
  it('hold: rooms import downwards only, in no circle, and the product stands alone', { timeout: 60_000 }, () => {
    const seen = cruise('.', ['src', 'playground']);
    expect(lines(seen)).toEqual([]);
    const modules = new Set(seen.modules.map(({ source }) => source));
    expect(sourcesIn('src').filter((path) => !modules.has(path))).toEqual([]);
  });

  it('are watched: every kind of trespass is seen', { timeout: 60_000 }, () => {
    expect(lines(cruise('test/fixtures/floors', ['src', 'playground']))).toEqual([
      'floor-of-domain: src/domain/upwards.ts → src/store/row.ts',
      'floor-of-lib: src/lib/upwards-by-type.ts → src/domain/upwards.ts',
      'floor-of-remote: src/remote/sideways.ts → src/store/row.ts',
      'known-rooms: src/main.ts → src/hall/entrance.ts',
      'no-circles: src/lib/circle-here.ts → src/lib/circle-there.ts',
      'packages-of-the-outer-world: src/usecases/speaks-sql.ts → node_modules/pg/esm/index.mjs',
      'playground-speaks-from-outside: playground/reaches-in.ts → src/store/row.ts',
      'pure-rooms-touch-nothing: src/domain/opens-file.ts → fs',
      'src-stands-alone: src/main.ts → test/support.ts',
    ]);
  });
});
