import type { PartitionBound, PartitionKey } from '../catalog/model.ts';
import { allOf, type NodeOf } from '../parse/ast.ts';

const strategies: Readonly<Record<string, PartitionKey['strategy']>> = {
  PARTITION_STRATEGY_RANGE: 'range',
  PARTITION_STRATEGY_LIST: 'list',
  PARTITION_STRATEGY_HASH: 'hash',
};

export function readPartitionKey({ strategy, partParams }: NodeOf<'PartitionSpec'>): PartitionKey {
  const columns = allOf(partParams, 'PartitionElem').map(({ name }) => name ?? null);
  return { strategy: strategies[strategy ?? ''] ?? 'range', columns };
}

/** A bound keeps only the letter of its strategy: h, l or r. */
export function readBound(bound: NodeOf<'PartitionBoundSpec'> | undefined): PartitionBound {
  if (bound === undefined || bound.is_default === true) return { kind: 'default' };
  if (bound.strategy === 'r') return { kind: 'range', from: bound.lowerdatums ?? [], to: bound.upperdatums ?? [] };
  return bound.strategy === 'l' ? { kind: 'list', values: bound.listdatums ?? [] } : { kind: 'hash' };
}
