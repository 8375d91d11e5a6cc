import { typeEntry } from '../catalog/catalog.ts';
import type { ChangeKind, ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { type Place, placedOf, type Scene, samePlace } from './rule.ts';

/** An enum that a file puts in the place of another, as Prisma does to take a value out. */
export interface EnumReplacement {
  /** As it is called in the end. */
  readonly type: Name;
  readonly labels: readonly string[];
  /** The columns that are cast to it, in order. */
  readonly columns: readonly ChangeOf<'alter-type'>[];
  /** Values of the old one that the new one has not; null where the old one is not known. */
  readonly gone: readonly string[] | null;
}

/**
 * New type, columns cast to it, old type dropped: with the new one renamed into place afterwards, as Prisma writes it, or the
 * old one renamed out of the way before.
 */
export function enumReplacements(scene: Scene): readonly EnumReplacement[] {
  const { place } = scene;
  const created = changesOf(place, 'create-enum');
  const dropped = changesOf(place, 'drop').flatMap(({ what, names }) => (what === 'type' ? names : []));
  if (created.length === 0 || dropped.length === 0) return [];
  const renames = changesOf(place, 'rename-type');
  return created.flatMap((made): readonly EnumReplacement[] => {
    const columns = changesOf(place, 'alter-type').filter(({ type }) => samePlace(scene, type, made.type));
    const old = dropped.filter((name) => !samePlace(scene, name, made.type));
    if (columns.length === 0 || old.length === 0) return [];
    const final = renames.find((one) => samePlace(scene, one.type, made.type))?.to ?? made.type.name;
    const before = old.flatMap((name) => [name, ...renames.flatMap((one) => (one.to === name.name ? [one.type] : []))]);
    const entry = before.map((name) => typeEntry(scene.catalog, name)).find((one) => one?.kind === 'enum');
    const gone = entry?.kind === 'enum' ? entry.labels.filter((label) => !made.labels.includes(label)) : null;
    return [{ type: { ...made.type, name: final }, labels: made.labels, columns, gone }];
  });
}

function changesOf<Kind extends ChangeKind>(place: Place, kind: Kind): readonly ChangeOf<Kind>[] {
  return placedOf(place, kind).map(({ change }) => change);
}

/** Whether the change is one step of a replacement, which is spoken of as a whole. */
export function isReplacementStep(scene: Scene): boolean {
  const { change } = scene;
  const replaced = enumReplacements(scene);
  if (change.kind === 'alter-type') return replaced.some(({ columns }) => columns.includes(change));
  return change.kind === 'rename-type' && replaced.length > 0 && replaced.some((one) => touches(change, one.type.name));
}

/** `State` to `State_old`, `State_new` to `State`. */
function touches({ type, to }: ChangeOf<'rename-type'>, name: string): boolean {
  return type.name === name || to === name;
}
