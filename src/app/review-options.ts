/** What stands on the command line of `godwit review` beside the paths. */
export interface ReviewOptions {
  readonly json?: true;
  readonly catalog?: string;
  readonly schema?: string;
  readonly pgVersion: number;
  readonly prismaVersion?: string;
  readonly transaction?: 'file' | 'statement' | 'unknown';
  readonly style?: true;
}
