import { z } from 'zod';
import { checkHome, checkModal, type ViewDefinition } from '../block-kit/surfaces.ts';
import { openView, publishHome, redefineView, stackMax, stackOf } from '../modals.ts';
import type { OpenView } from '../model.ts';
import { viewPayload } from '../payloads.ts';
import { exchangeTrigger } from '../triggers.ts';
import type { World } from '../world.ts';
import { accept, type Method, type MethodAnswer, method, refuse } from './method.ts';

const viewBytesMax = 250_000;

type Read =
  | { readonly kind: 'view'; readonly definition: ViewDefinition }
  | { readonly kind: 'no'; readonly answer: MethodAnswer };

const readView = (view: unknown, check: typeof checkModal | typeof checkHome): Read => {
  if (Buffer.byteLength(JSON.stringify(view) ?? '') > viewBytesMax)
    return { kind: 'no', answer: refuse('view_too_large') };
  const checked = check(view);
  return checked.kind === 'accepted'
    ? { kind: 'view', definition: checked.value }
    : { kind: 'no', answer: refuse('invalid_arguments', checked.problems) };
};

/** Reads a modal, as `views.open` and the answer to a submission carry it. */
export const readModal = (view: unknown): Read => readView(view, checkModal);

const externalTaken = (world: World, definition: ViewDefinition, own?: OpenView): boolean =>
  definition.external_id !== undefined &&
  definition.external_id !== '' &&
  [...world.views.values()].some(
    (view) => view.state === 'open' && view.id !== own?.id && view.definition.external_id === definition.external_id,
  );

const shown = (world: World, view: OpenView): MethodAnswer => accept({ view: viewPayload(world, view) });

const byTrigger = z.object({ trigger_id: z.string(), view: z.unknown() });

const open = method(byTrigger, (world, args) => {
  const read = readModal(args.view);
  if (read.kind === 'no') return read.answer;
  if (externalTaken(world, read.definition)) return refuse('duplicate_external_id');
  const exchange = exchangeTrigger(world, args.trigger_id);
  if (exchange.kind === 'refused') return refuse(exchange.error);
  return shown(world, openView(world, { viewer: exchange.trigger.user, definition: read.definition }));
});

const push = method(byTrigger, (world, args) => {
  const read = readModal(args.view);
  if (read.kind === 'no') return read.answer;
  const exchange = exchangeTrigger(world, args.trigger_id);
  if (exchange.kind === 'refused') return refuse(exchange.error);
  const below = exchange.trigger.viewId === null ? undefined : world.views.get(exchange.trigger.viewId);
  if (below === undefined) return refuse('invalid_trigger_id');
  if (stackOf(world, below).length >= stackMax) return refuse('push_limit_reached');
  return shown(world, openView(world, { viewer: exchange.trigger.user, definition: read.definition, below }));
});

const findView = (world: World, args: { view_id?: string | undefined; external_id?: string | undefined }) =>
  [...world.views.values()].find(
    (view) =>
      view.state === 'open' &&
      (args.view_id === undefined ? view.definition.external_id === args.external_id : view.id === args.view_id),
  );

const update = method(
  z.object({
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
    view: z.unknown(),
  }),
  (world, args) => {
    if (args.view_id === undefined && args.external_id === undefined)
      return refuse('invalid_arguments', ['[ERROR] must provide view_id or external_id']);
    const read = readModal(args.view);
    if (read.kind === 'no') return read.answer;
    const view = findView(world, args);
    if (view === undefined) return refuse('not_found');
    if (args.hash !== undefined && args.hash !== view.hash) return refuse('hash_conflict');
    if (externalTaken(world, read.definition, view)) return refuse('duplicate_external_id');
    return shown(world, redefineView(world, view, read.definition));
  },
);

const publish = method(
  z.object({ user_id: z.string(), hash: z.string().optional(), view: z.unknown() }),
  (world, args) => {
    const read = readView(args.view, checkHome);
    if (read.kind === 'no') return read.answer;
    if (!world.people.has(args.user_id)) return refuse('user_not_found');
    if (args.hash !== undefined && args.hash !== world.homes.get(args.user_id)?.hash) return refuse('hash_conflict');
    return shown(world, publishHome(world, args.user_id, read.definition));
  },
);

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
