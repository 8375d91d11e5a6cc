import type { App, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { ChannelId, UserId } from '../domain/ids.ts';
import { limited } from '../lib/limited.ts';
import type { Rendered } from '../ports/slack.ts';
import { slashCommand } from '../ports/slack-surface.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import { acknowledge } from './acknowledge.ts';
import { answerByUrl } from './answer-by-url.ts';
import { reads, take } from './commands/menu.ts';
import { type Exchange, refuse } from './exchange.ts';
import { openModal } from './open-modal.ts';
import { belongsHere } from './own-workspace.ts';
import type { Command } from './parse/command.ts';
import { parseCommand } from './parse/parse-command.ts';
import { sayTrouble } from './say-trouble.ts';

/** What is acknowledged waits, so that what changes something, and is acknowledged only when it is committed, does not. */
const readsAtOnce = 4;

/** `/migrate …`: parsed, handed to its file, answered whatever happens. */
export function listenToCommands(app: App, deps: AppDeps): void {
  const inTurn = limited(readsAtOnce);
  app.command(slashCommand.command, async (args) => {
    const exchange = exchangeOf(args, deps);
    try {
      const parsed = parseCommand(args.command.text);
      const named = parsed.kind === 'refused' ? exchange : { ...exchange, ...whatIsAsked(parsed.command) };
      if (!(await belongsHere(named, args.command.team_id))) return;
      if (parsed.kind === 'refused') return await refuse(exchange, parsed.refusal);
      const asked = { ...named, command: parsed.command, privately: parsed.privately };
      if (!reads.has(parsed.command.name)) return await take(asked);
      await asked.ack();
      await inTurn(() => take(asked));
    } catch (error) {
      await sayTrouble(exchange, error);
    }
  });
}

/** What the audit chain calls it, where somebody may not. */
const whatIsAsked = (command: Command): Pick<Exchange, 'what' | 'about'> => ({
  what: `${slashCommand.command} ${command.name}`,
  about: 'run' in command ? command.run : null,
});

/** A command is acknowledged with its first answer where it has one at once; later ones go to its own address. */
function exchangeOf({ command, ack }: SlackCommandMiddlewareArgs, deps: AppDeps): Exchange {
  let acknowledged = false;
  const first = async (message?: Rendered, visibility: 'ephemeral' | 'in_channel' = 'ephemeral') => {
    acknowledged = true;
    const answer = message && { response_type: visibility, text: message.text, blocks: [...message.blocks] };
    const told = await acknowledge(deps, async () => ack(answer));
    if (!told && message !== undefined) await answerByUrl(deps, command.response_url, message);
  };
  const exchange: Exchange = {
    deps,
    by: command.user_id as UserId,
    channel: command.channel_id as ChannelId,
    what: slashCommand.command,
    about: null,
    trigger: command.trigger_id,
    responseUrl: command.response_url,
    ack: async () => {
      if (!acknowledged) await first();
    },
    tell: async (message) => {
      if (!acknowledged) return first(message);
      await answerByUrl(deps, command.response_url, message);
    },
    tellAll: (message) => first(message, 'in_channel'),
    open: (view) => openModal(exchange, view),
  };
  return exchange;
}
