import type { Environment } from '../domain/environment.ts';
import { type Problem, problemAt } from './problem.ts';

/** Environments that work in the same directory of the same host: each one's backups and locks would be the other's. */
export function sharedDirectories(environments: readonly Environment[]): readonly Problem[] {
  return environments.flatMap((environment, index) => {
    const earlier = environments.slice(0, index).find((other) => placeOf(other) === placeOf(environment));
    if (earlier === undefined) return [];
    const path = ['projects', environment.project, 'environments', environment.name, 'directory'];
    return [problemAt(path, `is also the directory of ${earlier.id} on the same host`)];
  });
}

function placeOf({ host, directory }: Environment): string {
  return host.kind === 'local' ? directory : `${host.host.toLowerCase()}:${host.port}:${directory}`;
}
