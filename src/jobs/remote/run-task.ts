import type { Run, StepName } from '../../domain/run.ts';
import { questionIn } from '../../domain/script-question.ts';
import type { DetachedTask, Host, TaskEnd } from '../../ports/remote.ts';
import type { BegunPart, TaskOptions, TaskPlan, TaskReport } from '../../steps/step.ts';
import { type Claim, recordStepRunning } from '../../usecases/execute-run.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { LogSink } from './log-sink.ts';

/** What a step's detached work needs to know of its surroundings. */
export interface TaskSite {
  readonly deps: WorkerDeps;
  readonly run: Run;
  readonly claim: Claim;
  readonly step: StepName;
  readonly host: Host;
  readonly task: Pick<DetachedTask, 'directory' | 'lock' | 'timeLimitMs'>;
  readonly signal: AbortSignal;
}

/** What a later worker must know: which task it is, where its log begins within the step's, and the step's own memo. */
interface Memo {
  /** Absent in rows of earlier versions. */
  readonly task?: string;
  readonly base: number;
  readonly own: string | null;
}

/** Another worker holds the run: everything here stops without a word. */
export class ClaimLost extends Error {}

/**
 * The task's name on the host. The start is part of it: a run that went back to its card and began again must not find
 * the traces of its first attempt.
 */
export function taskId(run: Run, step: StepName, part?: string): string {
  const startedAt = run.state.kind === 'running' ? run.state.startedAt.toString(36) : '0';
  return [run.id, startedAt, step, ...(part === undefined ? [] : [part])].join('-');
}

/** Begins the step's detached task, or follows it where it was begun before, and stores its log. */
export async function runTask(
  site: TaskSite,
  plan: () => Promise<TaskPlan>,
  options: TaskOptions,
): Promise<TaskReport> {
  const id = taskId(site.run, site.step, options.part);
  const begun = begunMemo(site.run, site.step);
  const memo = begun !== null && (begun.task ?? id) === id ? begun : await begin(site, id, plan, options);
  const { end, log, question } = await follow(site, id, memo, options);
  return { end, log, memo: question === null ? memo.own : `question:${question}` };
}

/** The step that was marked as begun, and its task where that is known; null where no step is. */
export function begunTask(run: Run): { readonly step: StepName; readonly task: string | null } | null {
  for (const { name } of run.steps) {
    const memo = begunMemo(run, name);
    if (memo !== null) return { step: name, task: memo.task ?? null };
  }
  return null;
}

/**
 * Which of the step's tasks an earlier worker began, or was about to, with that task's memo; null where it has only one,
 * or began none.
 */
export function begunPart(run: Run, step: StepName): BegunPart | null {
  const memo = memoOf(run, step);
  const task = memo?.task ?? '';
  const prefix = `${taskId(run, step)}-`;
  return memo !== null && task.startsWith(prefix) ? { part: task.slice(prefix.length), memo: memo.own } : null;
}

function memoOf({ steps }: Run, step: StepName): Memo | null {
  const state = steps.find(({ name }) => name === step)?.state;
  return state?.kind === 'running' && state.memo !== null ? (JSON.parse(state.memo) as Memo) : null;
}

function begunMemo(run: Run, step: StepName): Memo | null {
  const state = run.steps.find(({ name }) => name === step)?.state;
  return state?.kind === 'running' && state.begun ? memoOf(run, step) : null;
}

/** The mark comes first: from then on nobody begins this task a second time, whoever dies. */
async function begin(site: TaskSite, id: string, plan: () => Promise<TaskPlan>, options: TaskOptions): Promise<Memo> {
  const { deps, run, claim, step, host, task } = site;
  const planned = await plan();
  const memo: Memo = { task: id, base: await deps.store.logLength(run.id, step), own: planned.memo ?? null };
  const marked = await recordStepRunning(deps, claim, {
    step,
    progress: null,
    begun: true,
    memo: JSON.stringify(memo),
    ...(options.part === undefined ? {} : { part: options.part }),
  });
  if (marked === null) throw new ClaimLost(`run ${run.id} was taken over`);
  await host.begin({
    ...task,
    id,
    commands: planned.commands,
    environment: planned.environment ?? {},
    secrets: planned.secrets ?? {},
    terminal: options.answers !== undefined && options.answers.length > 0,
  });
  return memo;
}

async function follow(
  site: TaskSite,
  id: string,
  memo: Memo,
  options: TaskOptions,
): Promise<{ end: TaskEnd; log: string; question: string | null }> {
  const { deps, run, step, host, signal } = site;
  const stored = await deps.store.logText(run.id, step);
  const from = (await deps.store.logLength(run.id, step)) - memo.base;
  const before = Buffer.from(stored, 'utf8').subarray(memo.base).toString('utf8');
  const sink = new LogSink(
    {
      store: deps.store,
      run: run.id,
      step,
      base: memo.base,
      mask: deps.secrets.mask,
      blank: (pieces) => blank(site, id, pieces),
    },
    from,
    before,
  );
  const questions = new Questions(site, id, options);
  const progress = new Progress(site, options);
  const end = await host.follow(
    { id },
    from,
    {
      onOutput: async (bytes) => {
        await sink.write(bytes);
        await questions.answer(sink.unfinishedLine.offset, questionIn(sink.text));
        await progress.show(sink);
      },
      onQuestion: () => questions.stop(questionIn(sink.text)),
    },
    signal,
  );
  await sink.close();
  return { end, log: sink.text, question: questions.unanswered };
}

/** Where the host is away the log there keeps what it shows until it is removed by age; Godwit's own copy never shows it. */
async function blank({ deps, host }: TaskSite, id: string, pieces: Parameters<Host['blank']>[1]): Promise<void> {
  try {
    await host.blank({ id }, pieces);
  } catch (error) {
    deps.log.warn({ task: id, error }, "secrets in a task's log on its host could not be overwritten");
  }
}

/** Answers what the configuration answers, and stops the task at anything else: it never answers blindly. */
class Questions {
  readonly #site: TaskSite;
  readonly #id: string;
  readonly #options: TaskOptions;
  #unanswered: string | null = null;

  constructor(site: TaskSite, id: string, options: TaskOptions) {
    this.#site = site;
    this.#id = id;
    this.#options = options;
  }

  get unanswered(): string | null {
    return this.#unanswered;
  }

  async answer(offset: number, question: string): Promise<void> {
    const answer = this.#answerTo(question);
    if (answer !== undefined) await this.#site.host.say({ id: this.#id }, offset, answer.say);
  }

  async stop(question: string): Promise<void> {
    if (this.#options.answers === undefined || this.#answerTo(question) !== undefined) return;
    this.#unanswered = this.#site.deps.secrets.maskText(question);
    await this.#site.host.signal({ id: this.#id }, 'TERM');
  }

  #answerTo(question: string) {
    return question === '' ? undefined : this.#options.answers?.find(({ when }) => question.includes(when));
  }
}

/** Shows progress that can be read from the log, each word once. */
class Progress {
  readonly #site: TaskSite;
  readonly #options: TaskOptions;
  #shown: string | null = null;

  constructor(site: TaskSite, options: TaskOptions) {
    this.#site = site;
    this.#options = options;
  }

  async show(sink: LogSink): Promise<void> {
    const word = this.#options.progressOf?.(sink.text) ?? null;
    if (word === null || word === this.#shown) return;
    this.#shown = word;
    const { deps, claim, step } = this.#site;
    await recordStepRunning(deps, claim, { step, progress: word, begun: true, memo: null });
  }
}
