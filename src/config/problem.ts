/** Something that is wrong in a file or in the environment, and where: `projects.shop.environments.staging.ssh.hostKey`. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** A place within a document: keys and places in lists, outermost first. */
export type Path = readonly PropertyKey[];

/** The place as people write it: `windows[0].from`; "" is the whole document. */
function formatPath(path: Path): string {
  const parts = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return parts.join('').replace(/^\./, '');
}

/** A problem at a place. */
export const problemAt = (path: Path, message: string): Problem => ({ path: formatPath(path), message });

/** One line for a person: `path: message`. */
export const formatProblem = ({ path, message }: Problem): string => (path === '' ? message : `${path}: ${message}`);
