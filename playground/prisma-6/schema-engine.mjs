#!/usr/bin/env node
/** The stand-in of Prisma's schema engine, with the engine that Prisma 6.19 ships: its packages are those beside this file. */
import { runEngine } from '../prisma-engine/run-engine.mjs';

await runEngine(import.meta.url);
