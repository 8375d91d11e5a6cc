import { type Consumed, consume } from './consumer.ts';

/** Takes jobs of several queues. All end at the same time, so that an ending process waits once. */
export async function consumeAll(queues: readonly Consumed[]): Promise<AsyncDisposable> {
  const consumers = await Promise.all(queues.map(consume));
  return {
    [Symbol.asyncDispose]: async () => {
      await Promise.all(consumers.map((consumer) => consumer[Symbol.asyncDispose]()));
    },
  };
}
