#!/usr/bin/env node
/**
 * Stands in for Prisma's schema engine where that cannot be downloaded: PRISMA_SCHEMA_ENGINE_BINARY names this file.
 * It speaks the engine's protocol (JSON-RPC, one message a line) and lets the official WASM build of the same engine
 * version do the work, over @prisma/adapter-pg. The Prisma CLI on top of it is the real one.
 *
 * GODWIT_ENGINE_MODE says how a migration file reaches PostgreSQL: `whole` (default), as one simple query and so one
 * implicit transaction, or `split`, statement by statement, each committed at once.
 */
import { runEngine } from './run-engine.mjs';

await runEngine(import.meta.url);
