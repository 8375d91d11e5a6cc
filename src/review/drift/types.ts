import type { TypeEntry } from '../catalog/model.ts';
import { entriesOf, getName } from '../catalog/name-map.ts';
import { literal, quoted } from '../names.ts';
import type { Found, Sides } from './found.ts';
import { isVague } from './vague.ts';

/** Enums with their values, and domains; the order of values says nothing. */
export function typeDrift({ promised, live }: Sides): readonly Found[] {
  const own = [...entriesOf(promised.catalog.types)].map(([key]) => key);
  const others = [...entriesOf(live.types)].map(([key]) => key).filter((key) => !own.includes(key));
  return [...own, ...others].flatMap((key) => {
    const name = key.slice(key.indexOf('.') + 1);
    if (isVague(promised.vague, key, name) || !promised.schemas.has(key.slice(0, key.indexOf('.')))) return [];
    return found(quoted(name), getName(promised.catalog.types, key), getName(live.types, key));
  });
}

function found(name: string, own: TypeEntry | undefined, there: TypeEntry | undefined): readonly Found[] {
  const entry = own ?? there;
  if (entry === undefined || entry.kind === 'other') return [];
  const words = `${entry.kind} ${name}`;
  if (own === undefined) return [{ differences: [], undeclared: [words] }];
  if (there === undefined) return [{ differences: [`${words} is gone`], undeclared: [] }];
  if (own.kind !== 'enum' || there.kind !== 'enum') return [];
  const gone = own.labels
    .filter((label) => !there.labels.includes(label))
    .map((label) => `${words} lacks the value ${literal(label)}`);
  const added = there.labels
    .filter((label) => !own.labels.includes(label))
    .map((label) => `${words} has the value ${literal(label)}, no migration added it`);
  return [{ differences: [...gone, ...added], undeclared: [] }];
}
