import { describe, expect, test } from 'vitest';
import { reportsOf } from '../reports.ts';
import { development, production, type TestServer, testServer } from '../server.fixture.ts';
import { eventHub } from './hub.ts';

interface Message {
  readonly id?: string;
  readonly event?: string;
  readonly data: Record<string, unknown>;
}

/** Reads messages of a stream until there are enough, skipping signs of life. */
function listen(answer: Response) {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<Message> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end === -1) {
        const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done || value === undefined) throw new Error('The stream ended.');
        text += value;
        continue;
      }
      const fields = text
        .slice(0, end)
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const);
      text = text.slice(end + 2);
      const data = fields.find(([name]) => name === 'data')?.[1];
      if (data !== undefined) return { ...Object.fromEntries(fields), data: JSON.parse(data) };
    }
  };
  const take = async (count: number) => {
    const messages: Message[] = [];
    while (messages.length < count) messages.push(await next());
    return messages;
  };
  return { next, take, leave: async () => reader?.cancel() };
}

async function listening(
  server: TestServer,
  options: { readonly path?: string; readonly scopes?: readonly string[]; readonly after?: string } = {},
) {
  const token = await server.token('reader', options.scopes);
  const headers = options.after === undefined ? {} : { 'last-event-id': options.after };
  const answer = await server.ask(options.path ?? '/api/v1/events', { token, headers });
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  // The stream is set up in turn; let the turn pass.
  await new Promise((resolve) => setTimeout(resolve, 5));
  return listen(answer);
}

const put = (server: TestServer, subscription: string, name: string) => {
  const id = `/subscriptions/${subscription}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/${name}`;
  const resource = { id, type: 'Microsoft.Storage/storageAccounts', name, properties: { supportsHttpsTrafficOnly: false } };
  return server.store.apply({ changes: [{ op: 'put', resource }], at: '2026-11-25T00:00:00Z' });
};

describe('events', () => {
  test('a change is told, then the score, with rising ids', async () => {
    const server = await testServer();
    const stream = await listening(server);
    const { scoreAfter } = await put(server, production, 'made');
    const [resource, score] = [await stream.next(), await stream.next()];
    expect(resource).toMatchObject({ event: 'resource', data: { resource: expect.stringContaining('made'), change: 'put' } });
    expect(score).toMatchObject({ event: 'score', data: { model: 'classic', score: scoreAfter } });
    expect([resource.id, score.id]).toEqual(['2-0', '2-1']);
    await stream.leave();
  });

  test('a score is that of the scope and model that were asked for', async () => {
    const server = await testServer();
    const stream = await listening(server, { path: `/api/v1/events?scope=${production}&model=controls` });
    await put(server, development, 'elsewhere');
    await put(server, production, 'made');
    expect((await stream.next()).data['resource']).toContain(production);
    const { value } = await server.store.report({ scope: [production] }, { model: 'controls' });
    expect((await stream.next()).data).toMatchObject({ model: 'controls', score: value.score });
    await stream.leave();
  });

  test('a token hears nothing of what it may not read', async () => {
    const server = await testServer();
    const stream = await listening(server, { scopes: [production] });
    await put(server, development, 'hidden');
    await put(server, production, 'seen');
    const [resource, score] = [await stream.next(), await stream.next()];
    expect(resource.data).toMatchObject({ resource: expect.stringContaining('seen') });
    const { value } = await server.store.report({ readable: [production] }, { model: 'classic' });
    expect(score.data['score']).toEqual(value.score);
    expect(JSON.stringify([resource, score])).not.toContain(development);
    await stream.leave();
  });

  test('a client that comes back gets what it missed, once, and then what follows', async () => {
    const server = await testServer();
    await put(server, production, 'first');
    await put(server, production, 'second');
    const stream = await listening(server, { after: '2-1' });
    await put(server, production, 'third');
    const ids = [];
    for (let count = 0; count < 4; count += 1) ids.push((await stream.next()).id);
    expect(ids).toEqual(['3-0', '3-1', '4-0', '4-1']);
    await stream.leave();
  });

  test('one that was away for too long is told to read everything anew', async () => {
    const server = await testServer();
    const stream = await listening(server, { after: '0-0' });
    expect(await stream.next()).toMatchObject({ event: 'reset', data: await server.store.head() });
    await stream.leave();
  });

  test('changes while a client comes back are neither lost nor told twice', async () => {
    const server = await testServer();
    await put(server, production, 'first');
    const answer = server.ask('/api/v1/events', { token: await server.token('reader'), headers: { 'last-event-id': '1-0' } });
    const [stream] = await Promise.all([answer.then(listen), put(server, production, 'second'), put(server, production, 'third')]);
    const ids: (string | undefined)[] = [];
    while (!ids.includes('4-1')) ids.push((await stream.next()).id);
    expect(ids.filter((id) => id?.endsWith('-0'))).toEqual(['2-0', '3-0', '4-0']);
    expect(new Set(ids).size).toBe(ids.length);
    await stream.leave();
  });
});

describe('clients', () => {
  const interest = { scope: [], readable: undefined, model: 'classic' } as const;
  const hubOf = (server: TestServer, options: { readonly mostWaiting?: number; readonly heartbeatMs?: number }) => {
    const errors: unknown[] = [];
    const hub = eventHub({ store: server.store, reports: reportsOf(server.store), onError: (error) => errors.push(error), ...options });
    return { hub, errors };
  };
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

  test('one that does not read is let go, and the others hear on', async () => {
    const server = await testServer({ isEmpty: true });
    const { hub, errors } = hubOf(server, { mostWaiting: 2_000 });
    const lazy = hub.connect(interest, undefined);
    const reading = listen(new Response(hub.connect(interest, undefined)));
    await turn();
    for (let count = 0; count < 10; count += 1) {
      await put(server, production, `made${count}`);
      expect((await reading.take(2)).map(({ event }) => event)).toEqual(['resource', 'score']);
    }
    expect(hub.counts()).toEqual({ connected: 1, dropped: 1 });
    await expect(lazy.getReader().closed).rejects.toThrow('does not read');
    expect(errors).toEqual([]);
    await reading.leave();
    expect(hub.counts().connected).toBe(0);
    hub.close();
  });

  test('a quiet stream gives signs of life', async () => {
    const { hub } = hubOf(await testServer({ isEmpty: true }), { heartbeatMs: 5 });
    const reader = hub.connect(interest, undefined).pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (text.split(': plumbline').length < 4) text += (await reader.read()).value ?? '';
    expect(text).toMatch(/^retry: \d+\n/);
    hub.close();
    while (!(await reader.read()).done);
    expect(hub.counts().connected).toBe(0);
  });

  test('ten thousand that want the same cost one score for each change', async () => {
    const server = await testServer({ isEmpty: true });
    let scored = 0;
    const reports = reportsOf(server.store);
    const hub = eventHub({
      store: server.store,
      reports: (...asked) => {
        scored += 1;
        return reports(...asked);
      },
      onError: () => undefined,
    });
    const readers = Array.from({ length: 10_000 }, () => hub.connect(interest, undefined).getReader());
    await turn();
    await put(server, production, 'made');
    await turn();
    expect(scored).toBe(1);
    const [first] = await Promise.all(readers.map(async (reader) => [await reader.read(), await reader.read()]));
    expect(new TextDecoder().decode(first?.[1]?.value)).toContain('event: resource');
    hub.close();
  });
});
