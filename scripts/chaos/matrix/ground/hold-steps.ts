import pg from 'pg';
import { execute } from '../../../../playground/servers/postgres.ts';

/** Holds runs where the beginning of a step is committed: for a step that asks the host nothing. */
export interface StepHold {
  /** From now on the environment's next run stands still before this step. */
  readonly close: (environment: string, step: string) => Promise<void>;
  /** Resolves with true once it stands there, with false when `given` was aborted before. */
  readonly reached: (environment: string, given: AbortSignal) => Promise<boolean>;
  /** Lets it go on; also after the server was restarted. */
  readonly open: (environment: string) => Promise<void>;
}

const install = `
  CREATE TABLE hold (environment text, step text);
  GRANT SELECT ON hold TO PUBLIC;
  CREATE FUNCTION hold_step() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (
      SELECT FROM hold WHERE environment = NEW.environment AND NEW.document -> 'steps' @>
        jsonb_build_array(jsonb_build_object('name', step, 'state', jsonb_build_object('kind', 'running')))
    ) THEN PERFORM pg_advisory_xact_lock_shared(4711, hashtext(NEW.environment)); END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER hold_step BEFORE UPDATE ON run FOR EACH ROW EXECUTE FUNCTION hold_step()`;

/** Until somebody waits for the lock, or a while has passed. */
const awaited = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 4711
  AND objid = (hashtext($1)::bigint & 4294967295)::oid AND NOT granted`;

export async function installStepHold(databaseUrl: string, pause: (ms: number) => Promise<void>): Promise<StepHold> {
  await execute(databaseUrl, install);
  const clients = new Map<string, pg.Client>();
  return {
    close: async (environment, step) => {
      const client = new pg.Client({ connectionString: databaseUrl, application_name: 'hold' });
      client.on('error', () => undefined); // its server may be restarted
      await client.connect();
      await client.query('SELECT pg_advisory_lock(4711, hashtext($1))', [environment]);
      await execute(databaseUrl, 'INSERT INTO hold VALUES ($1, $2)', [environment, step]);
      clients.set(environment, client);
    },
    reached: async (environment, given) => {
      while (!given.aborted) {
        if ((await execute(databaseUrl, awaited, [environment])).length > 0) return true;
        await pause(200);
      }
      return false;
    },
    open: async (environment) => {
      const client = clients.get(environment);
      if (client === undefined) return;
      clients.delete(environment);
      await execute(databaseUrl, 'DELETE FROM hold WHERE environment = $1', [environment]);
      await client.end().catch(() => undefined);
    },
  };
}
