import { withIds } from './block-kit/ids.ts';
import { elementsOf } from './block-kit/interactive.ts';
import type { ViewDefinition } from './block-kit/surfaces.ts';
import type { OpenView, Picked } from './model.ts';
import { randomToken, type World } from './world.ts';

/** A person can have at most three modals on top of each other. */
export const stackMax = 3;

const put = (world: World, view: OpenView): OpenView => {
  world.views.set(view.id, view);
  world.feed.changed();
  return view;
};

const newHash = (world: World) => `${Math.floor(world.now() / 1000)}.${randomToken('').slice(0, 8)}`;

const numbered = (world: World, definition: ViewDefinition): ViewDefinition =>
  ({ ...definition, blocks: withIds(definition.blocks, () => world.nextId('b')) }) as ViewDefinition;

/** Opens a view before a person: the first of a stack, or on top of `below`. */
export const openView = (
  world: World,
  wanted: { readonly viewer: string; readonly definition: ViewDefinition; readonly below?: OpenView },
): OpenView => {
  const id = world.nextId('V');
  return put(world, {
    id,
    viewer: wanted.viewer,
    hash: newHash(world),
    definition: numbered(world, wanted.definition),
    rootId: wanted.below?.rootId ?? id,
    previousId: wanted.below?.id ?? null,
    state: 'open',
    picks: new Map(),
    errors: {},
  });
};

/** Puts a Home tab in place of the one before it. */
export const publishHome = (world: World, viewer: string, definition: ViewDefinition): OpenView => {
  const id = world.homes.get(viewer)?.id ?? world.nextId('V');
  const home: OpenView = {
    id,
    viewer,
    hash: newHash(world),
    definition: numbered(world, definition),
    rootId: id,
    previousId: null,
    state: 'open',
    picks: new Map(),
    errors: {},
  };
  world.homes.set(viewer, home);
  world.feed.changed();
  return home;
};

const survivors = (picks: ReadonlyMap<string, Picked>, definition: ViewDefinition): ReadonlyMap<string, Picked> => {
  const types = new Map(elementsOf(definition.blocks).map((it) => [`${it.blockId}/${it.actionId}`, it.element.type]));
  return new Map([...picks].filter(([key, pick]) => types.get(key) === pick.type));
};

/** Replaces what a view shows. What was typed stays where block id, action id and type stay. */
export const redefineView = (world: World, view: OpenView, definition: ViewDefinition): OpenView => {
  const next = numbered(world, definition);
  return put(world, {
    ...view,
    hash: newHash(world),
    definition: next,
    picks: survivors(view.picks, next),
    errors: {},
  });
};

/** Remembers what a person typed or picked. */
export const pickInView = (world: World, view: OpenView, picks: ReadonlyMap<string, Picked>): OpenView =>
  put(world, { ...view, picks: new Map([...view.picks, ...picks]) });

/** Shows errors under fields. */
export const showErrors = (world: World, view: OpenView, errors: Readonly<Record<string, string>>): OpenView =>
  put(world, { ...view, errors });

/** The open modals of this stack, lowest first. */
export const stackOf = (world: World, view: OpenView): readonly OpenView[] =>
  [...world.views.values()].filter((it) => it.rootId === view.rootId && it.state === 'open');

/** Closes one view, or the whole stack. */
export const closeViews = (world: World, views: readonly OpenView[]): void => {
  for (const view of views) put(world, { ...view, state: 'closed' });
};
