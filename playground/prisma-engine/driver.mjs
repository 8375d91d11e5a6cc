import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { connectionSettings } from './connection-settings.mjs';

/** Introspection selects the types "char" and name, which adapter-pg does not know; it does know text. */
const unknownToAdapter = new Set([18, 19]);
const text = 25;

/**
 * adapter-pg, but with migration files sent as the mode says and with the failing one remembered.
 * One connection each: the advisory lock belongs to a session.
 */
export class EngineDriver extends PrismaPg {
  /**
   * @param {import('./arguments.mjs').EngineRequest} request
   * @param {(name: string) => void} onMigration called before a migration file is sent
   */
  constructor({ url, mode }, onMigration) {
    const { settings, schema } = connectionSettings(url);
    super({ ...settings, max: 1, allowExitOnIdle: true }, { schema });
    this.mode = mode;
    this.onMigration = onMigration;
    /** @type {{ path: string, migrationFile?: { content?: { value?: string } } }[]} */
    this.migrations = [];
    /** @type {{ migration: string, code: string, message: string } | undefined} */
    this.failure = undefined;
  }

  /** Tells the driver what the coming call is about: its files, so that it knows them when they pass, and its shadow database. */
  expect({ migrationsList, shadowDatabaseUrl } = {}) {
    this.migrations = migrationsList?.migrationDirectories ?? [];
    this.shadowUrl = shadowDatabaseUrl || undefined;
    this.failure = undefined;
  }

  async connect() {
    const adapter = this.#inMode(await super.connect());
    const send = adapter.executeScript;
    adapter.executeScript = (script) => this.#watch(script, send);
    return adapter;
  }

  /** adapter-pg drops the shadow database while its own pool is still in it, which PostgreSQL refuses after five seconds. */
  async connectToShadowDb() {
    if (this.shadowUrl !== undefined) return this.#connectToGivenShadowDb(this.shadowUrl);
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    const main = await super.connect();
    await main.underlyingDriver().query(`CREATE DATABASE "${database}"`);
    const shadow = this.#inMode(await new PrismaPg({ ...this.config, database }, this.options).connect());
    const leave = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await leave();
      await main.underlyingDriver().query(`DROP DATABASE "${database}"`);
      await main.dispose();
    };
    return shadow;
  }

  /** It is emptied, not made: whoever gave it removes it. */
  async #connectToGivenShadowDb(url) {
    const { settings, schema } = connectionSettings(url);
    const name = pg.escapeIdentifier(schema);
    const given = this.#inMode(
      await new PrismaPg({ ...settings, max: 1, allowExitOnIdle: true }, { schema }).connect(),
    );
    await given.underlyingDriver().query(`DROP SCHEMA IF EXISTS ${name} CASCADE; CREATE SCHEMA ${name}`);
    return given;
  }

  #inMode(adapter) {
    const asOneQuery = async (script) => {
      await adapter
        .underlyingDriver()
        .query(script)
        .catch((error) => adapter.onError(error));
    };
    if (this.mode === 'whole') adapter.executeScript = asOneQuery;
    else adapter.executeScript = adapter.executeScript.bind(adapter);
    return adapter;
  }

  async #watch(script, send) {
    const migration = this.migrations.find(({ migrationFile }) => migrationFile?.content?.value === script)?.path;
    if (migration) this.onMigration(migration);
    try {
      await send(script);
    } catch (error) {
      const { originalCode, originalMessage } = error.cause ?? {};
      if (migration) this.failure = { migration, code: originalCode, message: originalMessage };
      throw error;
    }
  }
}

/** `Result.addFields` sees the columns of every answer, on whichever path it comes. */
export function teachCharacterTypes() {
  const Result = /** @type {any} */ (pg).Result;
  const { addFields } = Result.prototype;
  Result.prototype.addFields = function (fields) {
    for (const field of fields) if (unknownToAdapter.has(field.dataTypeID)) field.dataTypeID = text;
    return addFields.call(this, fields);
  };
}
