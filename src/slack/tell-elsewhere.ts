import { setTimeout as pause } from 'node:timers/promises';
import type { Run } from '../domain/run.ts';
import type { Changed } from '../ports/store.ts';
import { cardElsewhere } from '../render/looking.ts';
import { linkTo } from '../usecases/view-run.ts';
import type { Exchange } from './exchange.ts';

/** A card usually stands within half a second; later the channel's name has to do. */
const waitMs = 250;
const tries = 12;

/** The card stands in the environment's own channel: whoever asked elsewhere gets the link to it. */
export async function tellElsewhere(exchange: Exchange, changed: Changed): Promise<void> {
  if (changed.kind !== 'changed' || changed.run.channel === exchange.channel) return;
  await exchange.tell(cardElsewhere(changed.run, await linkOnceShown(exchange, changed.run)));
}

async function linkOnceShown({ deps }: Exchange, run: Run): Promise<string | null> {
  for (let left = tries; left > 0; left -= 1) {
    const link = await linkTo(deps, run);
    if (link !== null) return link;
    await pause(waitMs);
  }
  return null;
}
