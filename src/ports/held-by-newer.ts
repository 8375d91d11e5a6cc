/**
 * Thrown where a row says something that this version does not know. A newer one wrote it, which works beside this one:
 * the row is left to it, with whatever was to be done about it. For the process it is an outage, not an ending.
 */
export class HeldByNewer extends Error {
  constructor(row: string) {
    super(`reading ${row}: a newer version of Godwit wrote it`);
    this.name = 'HeldByNewer';
  }
}
