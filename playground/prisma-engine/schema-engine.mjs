#!/usr/bin/env node
/**
 * Stands in for Prisma's schema engine where that cannot be downloaded: PRISMA_SCHEMA_ENGINE_BINARY names this file.
 * It speaks the engine's protocol (JSON-RPC, one message a line) and lets the official WASM build of the same engine
 * version do the work, over @prisma/adapter-pg. The Prisma CLI on top of it is the real one.
 *
 * GODWIT_ENGINE_MODE says how a migration file reaches PostgreSQL: `whole` (default), as one simple query and so one
 * implicit transaction, or `split`, statement by statement, each committed at once.
 */
import { readArguments } from './arguments.mjs';
import { answerConnectionCommand } from './connection-commands.mjs';
import { serveJsonRpc } from './json-rpc.mjs';

const request = readArguments(process.argv.slice(2), process.env);

if (request.version) process.stdout.write('schema-engine-cli stand-in (wasm)\n');
else if (request.connectionCommand) process.exitCode = await answerConnectionCommand(request);
else serveJsonRpc(request);
