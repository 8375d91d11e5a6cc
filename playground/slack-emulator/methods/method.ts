import { z } from 'zod';
import type { Problem } from '../block-kit/problems.ts';
import type { World } from '../world.ts';

/** What a method answers: `ok: true` with its result, or `ok: false` with Slack's code. */
export type MethodAnswer = { readonly ok: boolean; readonly error?: string } & Readonly<Record<string, unknown>>;

/** The arguments as sent: strings of a form, or JSON. */
export type Args = Readonly<Record<string, unknown>>;

/** One method of the Web API. */
export interface Method {
  /** Which token it takes. */
  readonly token: 'bot' | 'app';
  readonly run: (world: World, args: Args) => MethodAnswer;
}

/** An answer that says no, with Slack's code and the sentences that explain it. */
export const refuse = (error: string, messages: readonly Problem[] = []): MethodAnswer => ({
  ok: false,
  error,
  ...(messages.length > 0 && { errors: messages, response_metadata: { messages } }),
});

export const accept = (result: Readonly<Record<string, unknown>> = {}): MethodAnswer => ({ ok: true, ...result });

const missing = (issues: readonly z.core.$ZodIssue[]) =>
  refuse(
    'invalid_arguments',
    issues.map((issue) =>
      issue.code === 'invalid_type' && issue.input === undefined
        ? `[ERROR] missing required field: ${issue.path.join('/')}`
        : `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`,
    ),
  );

/** A method whose arguments have this shape; other arguments are ignored, as Slack does. */
export const method = <Shape extends z.ZodType>(
  shape: Shape,
  run: (world: World, args: z.infer<Shape>) => MethodAnswer,
  token: 'bot' | 'app' = 'bot',
): Method => ({
  token,
  run: (world, args) => {
    const parsed = shape.safeParse(args, { reportInput: true });
    return parsed.success ? run(world, parsed.data) : missing(parsed.error.issues);
  },
});

/** A flag in a form (`true`, `1`) or in JSON. */
export const flag = z.preprocess((value) => value === true || value === 'true' || value === '1', z.boolean());
/** A whole number in a form or in JSON. */
export const whole = z.coerce.number().int();
