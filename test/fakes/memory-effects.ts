import type { AuditEntry, Effect, Urgency } from '../../src/domain/effect.ts';
import { fileKinds, type MessageSubject, messageKey } from '../../src/domain/message.ts';
import type { EpochMs } from '../../src/lib/time.ts';
import type { MessageRow, OutboxRow, OutboxWork } from '../../src/ports/store.ts';

interface Outgoing {
  readonly sequence: number;
  readonly work: OutboxWork;
  readonly offers: number;
  readonly givenAt: EpochMs | null;
}

const idOf = ({ sequence, offers }: Outgoing) => `o${sequence}-${offers}`;
const rowOf = (row: Outgoing): OutboxRow => ({ id: idOf(row), work: structuredClone(row.work) });
const sequenceOf = (id: string) => Number(/^o(\d+)-\d+$/.exec(id)?.[1]);

/** Messages, outbox and audit of the store in memory: what effects are written to. */
export class MemoryEffects {
  readonly messages = new Map<string, MessageRow>();
  readonly audit: AuditEntry[] = [];
  readonly nudges = new Set<() => void>();
  readonly #outbox = new Map<number, Outgoing>();
  #sequence = 0;

  /** Writes the effects of one transaction and nudges once. */
  write(effects: readonly Effect[]): void {
    const works = [...this.#draws(effects), ...effects.flatMap(jobOf)];
    for (const effect of effects) if (effect.kind === 'record') this.audit.push(structuredClone(effect.entry));
    this.put(works);
  }

  put(works: readonly OutboxWork[]): void {
    for (const work of works) {
      this.#sequence += 1;
      this.#outbox.set(this.#sequence, {
        sequence: this.#sequence,
        work: structuredClone(work),
        offers: 0,
        givenAt: null,
      });
    }
    if (works.length > 0) for (const nudge of this.nudges) queueMicrotask(nudge);
  }

  /** Wants the message drawn once more; null where it was refused for good. */
  want(key: string, urgency: Urgency, subject: MessageSubject | null): OutboxWork | null {
    const known = this.messages.get(key);
    if (known === undefined && subject === null) return null;
    const row = known ?? (subject === null ? null : unposted(key, subject));
    if (row === null) return null;
    this.messages.set(key, { ...row, wanted: row.wanted + 1 });
    if (row.refused !== null) return null;
    if (fileKinds.some((kind) => kind === row.subject.kind)) return { kind: 'draw', key, urgency: 'file' };
    return { kind: 'draw', key, urgency: row.address === null ? 'post' : urgency };
  }

  #draws(effects: readonly Effect[]): OutboxWork[] {
    const wanted = new Map<string, { subject: MessageSubject; urgency: Urgency }>();
    for (const effect of effects) {
      if (effect.kind !== 'draw') continue;
      const key = messageKey(effect.message);
      const urgency = wanted.get(key)?.urgency === 'result' ? 'result' : effect.urgency;
      wanted.set(key, { subject: effect.message, urgency });
    }
    for (const { key, subject } of this.#recalled(effects)) {
      if (!wanted.has(key)) wanted.set(key, { subject, urgency: 'progress' });
    }
    const sorted = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.flatMap(([key, { subject, urgency }]) => this.want(key, urgency, subject) ?? []);
  }

  #recalled(effects: readonly Effect[]): readonly MessageRow[] {
    const recalls = effects.filter((effect) => effect.kind === 'redraw-calls');
    return [...this.messages.values()].filter(({ subject }) =>
      recalls.some(
        ({ run, person }) =>
          (subject.kind === 'approval-call' || subject.kind === 'review-call') &&
          subject.run === run &&
          (person === null || subject.person === person),
      ),
    );
  }

  take(limit: number, now: EpochMs): readonly OutboxRow[] {
    const next = [...this.#outbox.values()].filter((row) => row.givenAt === null).slice(0, limit);
    return next.map((row) => {
      const given = { ...row, givenAt: now, offers: row.offers + 1 };
      this.#outbox.set(row.sequence, given);
      return rowOf(given);
    });
  }

  work(id: string): OutboxWork | null {
    return this.#outbox.get(sequenceOf(id))?.work ?? null;
  }

  finish(id: string): void {
    this.#outbox.delete(sequenceOf(id));
  }

  given(before: EpochMs, limit: number): readonly OutboxRow[] {
    return this.#given((at) => at < before)
      .slice(0, limit)
      .map(rowOf);
  }

  giveBack(ids: readonly string[]): void {
    for (const id of ids) {
      const row = this.#outbox.get(sequenceOf(id));
      if (row !== undefined && idOf(row) === id) this.#outbox.set(row.sequence, { ...row, givenAt: null });
    }
  }

  reoffer(before: EpochMs): number {
    const rows = this.#given((at) => at <= before);
    for (const row of rows) this.#outbox.set(row.sequence, { ...row, givenAt: null });
    return rows.length;
  }

  #given(fits: (at: EpochMs) => boolean): readonly Outgoing[] {
    const rows = [...this.#outbox.values()].filter((row) => row.givenAt !== null && fits(row.givenAt));
    return rows.sort((a, b) => Number(a.givenAt) - Number(b.givenAt) || a.sequence - b.sequence);
  }
}

const jobOf = (effect: Effect): readonly OutboxWork[] =>
  effect.kind === 'enqueue' ? [{ kind: 'job', job: effect.job }] : [];

const unposted = (key: string, subject: MessageSubject): MessageRow => ({
  key,
  subject: structuredClone(subject),
  address: null,
  wanted: 0,
  shown: 0,
  postingSince: null,
  refused: null,
});
