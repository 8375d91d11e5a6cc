import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** Slack's own window: an older signature is refused anyway. */
const windowMs = 5 * 60_000;

/**
 * Takes each signature once. Slack signs a delivery anew when it tries again, so whoever comes with the same one recorded
 * it, and is told of. What turns out not to be signed by Slack is not remembered, so nobody can fill the memory.
 */
export function refuseReplays(
  listener: RequestListener,
  now: () => number,
  onReplay: () => void = () => undefined,
): RequestListener {
  const seen = new Map<string, number>();
  return (request, response) => {
    const signature = request.headers['x-slack-signature'];
    if (typeof signature !== 'string') return listener(request, response);
    forgetOld(seen, now());
    if (seen.has(signature)) {
      onReplay();
      return refused(request, response);
    }
    seen.set(signature, now());
    response.once('close', () => {
      if (response.statusCode >= 400) seen.delete(signature);
    });
    return listener(request, response);
  };
}

/** The oldest stand first. */
function forgetOld(seen: Map<string, number>, now: number): void {
  for (const [signature, at] of seen) {
    if (now - at <= 2 * windowMs) return;
    seen.delete(signature);
  }
}

function refused(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(401).end();
}
