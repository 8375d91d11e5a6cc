import type { Scene } from './rule.ts';
import { tableIn } from './rule.ts';

/** Whether a statement that changes or deletes rows spares none of its table, as far as it and the catalog show. */
export function sparesNone(scene: Scene): boolean {
  const { change } = scene;
  if (!('where' in change)) return false;
  if (change.where !== 'some') return true;
  const asked = 'metUnlessNull' in change ? change.metUnlessNull : [];
  const columns = tableIn(scene, change.table)?.columns ?? [];
  return asked.length > 0 && asked.every((name) => columns.find((one) => one.name === name)?.nullable === false);
}
