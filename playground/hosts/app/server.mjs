// The gold factory's backend, as small as it can be: it answers /health after asking its database.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2 });
pool.on('error', () => undefined); // the database may restart; the next request asks anew

async function health() {
  if (existsSync('unhealthy')) throw new Error('told to be unhealthy');
  const { rows } = await pool.query('SELECT count(*)::int AS orders FROM "Order"');
  return { status: 'ok', ...rows[0] };
}

const server = createServer(async (request, response) => {
  const answer =
    request.url === '/health' ? await health().catch((error) => ({ error: error.message })) : { error: 'not found' };
  response.writeHead('error' in answer ? 503 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
});

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
  process.stdout.write(`listening on ${server.address().port}\n`),
);
