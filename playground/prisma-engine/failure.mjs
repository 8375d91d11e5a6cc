const advice =
  'A migration failed to apply. New migrations cannot be applied before the error is recovered from. ' +
  'Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve';

/**
 * Error code and message as the CLI prints them. For a migration file that PostgreSQL refused, it is the native
 * engine's P3018 with migration, SQLSTATE and message; the WASM build words that differently.
 * @param {{ code?: string, message?: string }} error what the WASM engine threw
 * @param {{ migration: string, code: string, message: string } | undefined} failure what the driver saw
 */
export function describeFailure(error, failure) {
  if (failure === undefined) return { error_code: error.code, message: String(error.message) };
  const { migration, code, message } = failure;
  const parts = [
    advice,
    `Migration name: ${migration}`,
    `Database error code: ${code}`,
    `Database error:\nERROR: ${message}`,
  ];
  return { error_code: 'P3018', message: parts.join('\n\n') };
}
