import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { DemoHost } from '../../hosts/host-layout.ts';

/** The backend that runs now, from the file in which the host keeps it. */
export interface RunningService {
  readonly pid: number;
  readonly port: number;
}

export async function serviceOf({ directory }: DemoHost): Promise<RunningService> {
  const state = path.join(directory, '../container/state/running');
  const [pid = 0, port = 0] = (await readFile(state, 'utf8')).trim().split(' ').map(Number);
  return { pid, port };
}

/** How many orders the backend itself says that there are. */
export async function ordersByHealth({ port }: RunningService): Promise<unknown> {
  const answer = (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as { orders?: unknown };
  return answer.orders;
}
