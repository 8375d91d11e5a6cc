// npm run build: Prisma's client, and dist from src, each where it is missing or older than its source.
import { ensure } from './setup.mjs';

await ensure({ packages: false, build: true });
