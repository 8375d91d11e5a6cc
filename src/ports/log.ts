/** Structured log: constant text, changing fields. pino fits it. */
export interface Log {
  readonly info: (fields: object, text: string) => void;
  readonly warn: (fields: object, text: string) => void;
  readonly error: (fields: object, text: string) => void;
  readonly debug: (fields: object, text: string) => void;
  readonly child: (fields: object) => Log;
}
