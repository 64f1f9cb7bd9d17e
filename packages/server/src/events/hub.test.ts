import { describe, expect, test } from 'vitest';
import { reportsOf } from '../reports.ts';
import { development, production, type TestServer, testServer } from '../server.fixture.ts';
import { compareEventIds } from './event-id.ts';
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
  return { next, leave: async () => reader?.cancel() };
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

/** The messages of the next moment that made some: those of one sequence, which end with the change of a resource. */
async function moment(stream: ReturnType<typeof listen>): Promise<readonly Message[]> {
  const messages = [await stream.next()];
  while (messages.at(-1)?.event !== 'resource') messages.push(await stream.next());
  return messages;
}

const resourcesIn = (messages: readonly Message[]) =>
  messages.flatMap(({ data }) => (typeof data['resource'] === 'string' ? data['resource'].split('/').at(-1) : []));

describe('events', () => {
  test('a change is told with the score, the recommendations that it moved, and the resource; their ids rise', async () => {
    const server = await testServer();
    const stream = await listening(server);
    const { scoreAfter, sequence } = await put(server, production, 'made');
    const messages = await moment(stream);
    expect(messages[0]).toMatchObject({ event: 'score', data: { model: 'classic', score: scoreAfter } });
    expect(messages).toContainEqual(
      expect.objectContaining({ event: 'recommendation', data: expect.objectContaining({ recommendation: 'storage-secure-transfer' }) }),
    );
    expect(messages.at(-1)).toMatchObject({ event: 'resource', data: { resource: expect.stringContaining('made'), change: 'put' } });
    expect(messages.map(({ id }) => id)).toEqual(messages.map((_message, index) => `${sequence}-${index + 1}`));
    await stream.leave();
  });

  test('a score is that of the scope and model that were asked for', async () => {
    const server = await testServer();
    const stream = await listening(server, { path: `/api/v1/events?scope=${production}&model=controls` });
    await put(server, development, 'elsewhere');
    await put(server, production, 'made');
    const messages = await moment(stream);
    expect(resourcesIn(messages)).toEqual(['made']);
    const { value } = await server.store.report({ scope: [production] }, { model: 'controls' });
    expect(messages[0]?.data).toMatchObject({ model: 'controls', score: value.score });
    await stream.leave();
  });

  test('a token hears nothing of what it may not read', async () => {
    const server = await testServer();
    const stream = await listening(server, { scopes: [production] });
    await put(server, development, 'hidden');
    await put(server, production, 'seen');
    const messages = await moment(stream);
    expect(resourcesIn(messages)).toEqual(['seen']);
    const { value } = await server.store.report({ readable: [production] }, { model: 'classic' });
    expect(messages[0]?.data['score']).toEqual(value.score);
    expect(JSON.stringify(messages)).not.toContain(development);
    await stream.leave();
  });

  test('a client that comes back gets what it missed, once, and then what follows', async () => {
    const server = await testServer();
    await put(server, production, 'first');
    const { sequence } = await put(server, production, 'second');
    const stream = await listening(server, { after: `${sequence}-1` });
    await put(server, production, 'third');
    const messages = [...(await moment(stream)), ...(await moment(stream))];
    expect(resourcesIn(messages)).toEqual(['second', 'third']);
    const ids = messages.map(({ id }) => id ?? '');
    expect(ids[0]).toBe(`${sequence}-2`);
    expect(ids).toEqual([...new Set(ids)].toSorted(compareEventIds));
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
    const { sequence } = await put(server, production, 'zeroth');
    await put(server, production, 'first');
    const headers = { 'last-event-id': `${sequence}-999` };
    const answer = server.ask('/api/v1/events', { token: await server.token('reader'), headers });
    const [stream] = await Promise.all([answer.then(listen), put(server, production, 'second'), put(server, production, 'third')]);
    const messages = [...(await moment(stream)), ...(await moment(stream)), ...(await moment(stream))];
    expect(resourcesIn(messages)).toEqual(['first', 'second', 'third']);
    const ids = messages.map(({ id }) => id ?? '');
    expect(ids).toEqual([...new Set(ids)].toSorted(compareEventIds));
    await stream.leave();
  });
});

describe('clients', () => {
  const interest = { scope: [], readable: undefined, model: 'classic' } as const;
  const hubOf = (
    server: TestServer,
    options: { readonly mostWaiting?: number; readonly heartbeatMs?: number; readonly longestMs?: number },
  ) => {
    const errors: unknown[] = [];
    const hub = eventHub({ store: server.store, reports: reportsOf(server.store), onError: (error) => errors.push(error), ...options });
    return { hub, errors };
  };
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

  test('one that does not read is let go, and the others hear on', async () => {
    const server = await testServer({ isEmpty: true });
    await put(server, production, 'zeroth');
    const { hub, errors } = hubOf(server, { mostWaiting: 4_000 });
    const lazy = hub.connect(interest, undefined);
    const reading = listen(new Response(hub.connect(interest, undefined)));
    await turn();
    for (let count = 0; count < 10; count += 1) {
      await put(server, production, `made${count}`);
      expect(resourcesIn(await moment(reading))).toEqual([`made${count}`]);
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
    const reader = new Response(hub.connect(interest, undefined)).body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (text.split(': plumbline').length < 4) text += (await reader?.read())?.value ?? '';
    expect(text).toMatch(/^retry: \d+\n/);
    hub.close();
    while ((await reader?.read())?.done === false);
    expect(hub.counts().connected).toBe(0);
  });

  test('a stream ends in time, so that a token that was revoked is noticed', async () => {
    const { hub } = hubOf(await testServer({ isEmpty: true }), { heartbeatMs: 5, longestMs: 20 });
    const reader = hub.connect(interest, undefined).getReader();
    while (!(await reader.read()).done);
    expect(hub.counts()).toEqual({ connected: 0, dropped: 0 });
    hub.close();
  });

  test('two thousand that want the same cost one score for each change', async () => {
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
    const readers = Array.from({ length: 2_000 }, () => hub.connect(interest, undefined).getReader());
    await turn();
    await put(server, production, 'made');
    await turn();
    expect(scored).toBe(1);
    const [first] = await Promise.all(readers.map(async (reader) => [await reader.read(), await reader.read()]));
    expect(new TextDecoder().decode(first?.[1]?.value)).toContain('event: score');
    hub.close();
  });
});
