import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const systemFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * Folder of PostgreSQL's own programs (`initdb`, `postgres`, `pg_dump`), the newest major that is installed.
 * Debian keeps them out of PATH, one folder a major version. Throws where none is installed.
 */
export function postgresBinaries(): string {
  const debian = '/usr/lib/postgresql';
  const majors = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...majors.map((major) => path.join(debian, major, 'bin')), ...searchFolders()];
  return holding(folders, 'initdb', 'postgresql');
}

/** Absolute path of a program such as `redis-server` or `sshd`. `debianPackage` is named in the error. */
export function binary(name: string, debianPackage: string): string {
  return path.join(holding(searchFolders(), name, debianPackage), name);
}

/** User and group that PostgreSQL's programs run under: they refuse root, so root lends them the account `postgres`. */
export function postgresAccount(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [, , uid, gid] = execFileSync('getent', ['passwd', 'postgres'], { encoding: 'utf8' }).split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function searchFolders(): string[] {
  return [...(process.env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute), ...systemFolders];
}

function holding(folders: readonly string[], name: string, debianPackage: string): string {
  const found = folders.find((folder) => existsSync(path.join(folder, name)));
  if (found === undefined) throw new Error(`looking for ${name}: not installed (Debian package ${debianPackage})`);
  return found;
}
