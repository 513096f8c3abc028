/** One question to another machine over http or https: no redirects, no cookies, a limit of time and of bytes. */
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { Failure } from '../../base/failure.ts';
import type { ErrorCode } from '../../contract/errors.ts';

export interface Question {
  readonly url: string;
  /** Sent by POST with this content type; without it the question is a GET. */
  readonly body?: { readonly type: string; readonly bytes: Uint8Array };
  /** The content type that the answer must have, where the protocol fixes one. */
  readonly answerType?: string;
  readonly limitBytes: number;
  /** From the first connection to the last byte. */
  readonly limitMs: number;
}

/**
 * @param code what it is called when no answer came.
 * @throws Failure with that code
 */
export async function askAuthority(question: Question, code: ErrorCode): Promise<Uint8Array<ArrayBuffer>> {
  const { url, limitMs } = question;
  const signal = AbortSignal.timeout(limitMs);
  try {
    return await answerOf(question, await send(question, signal), signal);
  } catch (error) {
    // The address is the user's own setting and holds no credentials, so it may be named.
    const late = signal.aborted;
    const why = late ? `no answer within ${String(limitMs / 1000)} s` : error instanceof Error ? error.message : String(error);
    throw new Failure(code, `${url}: ${why}`, { cause: error });
  }
}

function send({ url, body }: Question, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const address = new URL(url);
    if (address.protocol !== 'https:' && address.protocol !== 'http:') throw new Error(`${address.protocol} is not spoken`);
    const headers = {
      'User-Agent': 'Penumbra',
      ...(body === undefined ? {} : { 'Content-Type': body.type, 'Content-Length': String(body.bytes.length) }),
    };
    const start = address.protocol === 'https:' ? requestSecure : requestPlain;
    // A connection of its own: nothing of an earlier answer can be mistaken for this one.
    const outgoing = start(address, { method: body === undefined ? 'GET' : 'POST', headers, agent: false, signal }, resolve);
    outgoing.on('error', reject);
    outgoing.end(body?.bytes);
  });
}

async function answerOf(question: Question, incoming: IncomingMessage, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  try {
    if (incoming.statusCode !== 200) throw new Error(`status ${String(incoming.statusCode)}`);
    const type = (incoming.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
    if (question.answerType !== undefined && type !== question.answerType) throw new Error(`an answer of the type ${type ?? 'unknown'}`);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      size += chunk.length;
      if (size > question.limitBytes) throw new Error(`an answer of more than ${String(question.limitBytes)} bytes`);
      chunks.push(chunk);
    }
    return new Uint8Array(Buffer.concat(chunks));
  } finally {
    incoming.destroy();
  }
}
