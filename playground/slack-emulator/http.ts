import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Args } from './methods/method.ts';

/** Reads a whole request body. */
export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Fields of a form that carry JSON inside their text. */
const jsonFields = new Set(['blocks', 'view', 'files', 'attachments', 'metadata']);

const fieldValue = (name: string, text: string): unknown => {
  if (!jsonFields.has(name)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** The arguments of a call, from a form or from JSON; null where the body is neither. */
export const parseArgs = (contentType: string, body: Buffer): Args | null => {
  const text = body.toString('utf8');
  if (!contentType.includes('application/json'))
    return Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, fieldValue(name, value)]));
  try {
    const parsed: unknown = JSON.parse(text === '' ? '{}' : text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Args) : null;
  } catch {
    return null;
  }
};

/** The bytes of an upload: the body itself, or the one part of a multipart form, as the official client sends it. */
export const uploadedBytes = async (contentType: string, body: Buffer): Promise<Buffer> => {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  const [part] = form.values();
  if (part === undefined || typeof part === 'string') return Buffer.from(part ?? '');
  return Buffer.from(await part.arrayBuffer());
};

/** Answers with JSON. */
export const sendJson = (
  response: ServerResponse,
  sent: { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> },
): void => {
  response.writeHead(sent.status, { 'content-type': 'application/json; charset=utf-8', ...sent.headers });
  response.end(JSON.stringify(sent.body));
};

/** Answers with text. */
export const sendText = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
};
