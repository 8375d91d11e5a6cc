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

  /** Tells the driver which files the coming call is about, so that it knows them when they pass. */
  expect(migrations = []) {
    this.migrations = migrations;
    this.failure = undefined;
  }

  async connect() {
    return this.#watched(await super.connect());
  }

  #watched(adapter) {
    const bySemicolon = adapter.executeScript.bind(adapter);
    const asOneQuery = (script) =>
      adapter
        .underlyingDriver()
        .query(script)
        .catch((error) => adapter.onError(error));
    const send = this.mode === 'split' ? bySemicolon : asOneQuery;
    adapter.executeScript = (script) => this.#send(script, send);
    return adapter;
  }

  async #send(script, send) {
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
