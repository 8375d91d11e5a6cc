// A Bolt app that writes the rows of a requested deploy in one transaction, a statement a table, and then acknowledges.
import { createHash, randomUUID } from 'node:crypto';
import bolt from '@slack/bolt';
import pg from 'pg';

const { SLACK_API_URL: slackApiUrl, SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret } = process.env;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = new bolt.App({ token, signingSecret, clientOptions: { slackApiUrl } });

const steps = ['preflight', 'backup', 'verify-backup', 'deploy', 'verify', 'health', 'notify'];

app.command('/migrate', async ({ command, ack }) => {
  const run = runOf(command);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await write(client, run, command.trigger_id);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
  await ack();
});

function runOf({ text, user_id: requestedBy, channel_id: channel }) {
  return {
    id: `r${randomUUID().slice(0, 7)}`,
    environment: `gold-factory/${text.split(' ')[1]}`,
    purpose: { kind: 'deploy' },
    requestedBy,
    requestedAt: Date.now(),
    channel,
    plan: null,
    checklist: { backup: null, review: null, window: null, notify: null },
    approvals: [],
    steps: steps.map((name) => ({ name, state: { kind: 'pending' } })),
    backup: null,
    state: { kind: 'preparing' },
  };
}

async function write(client, run, trigger) {
  const key = `run-card:${run.id}`;
  const at = new Date(run.requestedAt);
  await client.query('INSERT INTO delivery (key) VALUES ($1)', [trigger]);
  await client.query(
    `INSERT INTO run (id, environment, kind, state, open, changes_database, document, requested_by, requested_at)
     VALUES ($1, $2, 'deploy', 'preparing', true, true, $3, $4, $5)`,
    [run.id, run.environment, JSON.stringify(run), run.requestedBy, at],
  );
  const subject = { kind: 'run-card', run: run.id, channel: run.channel };
  await client.query('INSERT INTO message (key, subject, run) VALUES ($1, $2, $3)', [key, subject, run.id]);
  await client.query('INSERT INTO outbox (work) VALUES ($1), ($2)', [
    { kind: 'job', job: { name: 'prepare-run', run: run.id } },
    { kind: 'draw', key, urgency: 'post' },
  ]);
  await record(client, { at, actor: run.requestedBy, action: 'deploy.requested', environment: run.environment, run });
}

/** The end of the chain is read and moved on, as whoever keeps a chain must. */
async function record(client, { at, actor, action, environment, run }) {
  const { rows } = await client.query('SELECT sequence, hash FROM audit_head FOR UPDATE');
  const sequence = Number(rows[0].sequence) + 1;
  const entry = JSON.stringify({ at, actor, action, environment, run: run.id, detail: {} });
  const hash = createHash('sha256').update(rows[0].hash).update(entry).digest('hex');
  await client.query(
    `INSERT INTO audit (sequence, at, actor, action, environment, run, detail, hash)
     VALUES ($1, $2, $3, $4, $5, $6, '{}', $7)`,
    [sequence, at, actor, action, environment, run.id, hash],
  );
  await client.query('UPDATE audit_head SET sequence = $1, hash = $2', [sequence, hash]);
}

const server = await app.start({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${server.address().port}\n`);
