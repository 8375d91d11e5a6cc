import { type Command, InvalidArgumentError, Option } from 'commander';
import { serverVersionOf } from '../review/server-version.ts';
import type { ReviewOptions } from './review-options.ts';
import type { Terminal } from './terminal.ts';

const defaultVersion = 15;

/** Adds `godwit review <path…>`; `ended` gets the exit code: 0 nothing risky, 1 something risky or blocked, 2 unusable input. */
export function addReviewCommand(program: Command, terminal: Terminal, ended: (code: number) => void): void {
  program
    .command('review')
    .description('says what migrations will lock, rewrite, break or lose')
    .argument('<path...>', "SQL files, Prisma's migrations folder, or - for standard input")
    .option('--json', 'prints one JSON document')
    .addOption(
      new Option('--catalog <url>', 'reads the live database, read only; env:NAME takes the URL from there').conflicts(
        'schema',
      ),
    )
    .option('--schema <file>', 'takes the database to be what this DDL makes')
    .option('--pg-version <version>', 'of the server, where no database says it', serverVersion, defaultVersion)
    .option('--prisma-version <version>', 'says what runs as one transaction')
    .addOption(
      new Option('--transaction <what>', 'what runs as one transaction').choices(['file', 'statement', 'unknown']),
    )
    .option('--style', 'adds the rules of taste')
    .action(async (paths: string[], options: ReviewOptions) => {
      const { review } = await import('./review-paths.ts');
      ended(await review(paths, options, terminal));
    });
}

function serverVersion(text: string): number {
  const version = serverVersionOf(text);
  if (version === null) throw new InvalidArgumentError('a version, such as 15 or 14.2, is expected');
  return version;
}
