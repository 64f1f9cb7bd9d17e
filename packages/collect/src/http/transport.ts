import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch } from 'undici';

export interface SentRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends one request and reads its answer to the end. Throws for everything that is no complete answer. */
export interface Transport {
  send(request: SentRequest): Promise<ReceivedAnswer>;
  close(): Promise<void>;
}

/** Characters of the largest answer: a page of a thousand rows is a few million. */
const largestAnswer = 128 << 20;

/**
 * Over undici, one pool of connections that stay open for each host; HTTPS_PROXY and NO_PROXY are heeded, redirects are not followed.
 * @param options.ca certificates (PEM) of authorities to trust besides those of Node
 */
export function undiciTransport(options: { readonly ca?: readonly string[]; readonly connections?: number } = {}): Transport {
  const tls = options.ca === undefined ? {} : { ca: [...rootCertificates, ...options.ca] };
  const limits = { connections: options.connections ?? 16, keepAliveTimeout: 30_000, headersTimeout: 120_000, bodyTimeout: 120_000 };
  const env = process.env;
  const isProxied = (env['HTTPS_PROXY'] ?? env['https_proxy'] ?? '') !== '';
  const dispatcher: Dispatcher = isProxied
    ? new EnvHttpProxyAgent({ ...limits, requestTls: tls, connect: tls })
    : new Agent({ ...limits, connect: tls });
  return {
    async send({ method, url, headers, body, signal }) {
      const answer = await fetch(url, {
        method,
        headers,
        signal,
        dispatcher,
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
      });
      let text = '';
      if (answer.body !== null) {
        const decoder = new TextDecoder();
        for await (const chunk of answer.body) {
          text += decoder.decode(chunk as Uint8Array, { stream: true });
          if (text.length > largestAnswer) throw new Error(`the answer is larger than ${largestAnswer >> 20} MB`);
        }
        text += decoder.decode();
      }
      return { status: answer.status, headers: answer.headers as unknown as Headers, text };
    },
    close: () => dispatcher.close(),
  };
}
