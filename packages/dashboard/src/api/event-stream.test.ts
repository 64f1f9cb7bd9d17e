import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventReader, follow } from './event-stream.ts';

const text = ': hello\n\nid: 1-0\nevent: score\ndata: {"a":1}\n\nretry: 2000\n\nid: 1-1\r\ndata: one\r\ndata: two\r\n\r\ndata: rest';

describe('server-sent events', () => {
  it('are read however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        const read = eventReader();
        const events = at.flatMap((from, index) => read(text.slice(from, at[index + 1] ?? text.length)));
        expect(events).toEqual([
          { id: '1-0', kind: 'score', data: '{"a":1}' },
          { id: '1-1', kind: 'message', data: 'one\ntwo' },
        ]);
      }),
    );
  });

  it('are followed through a break, from where it was', async () => {
    const asked: unknown[] = [];
    const seen: string[] = [];
    const states: string[] = [];
    const waited: number[] = [];
    const stop = new AbortController();
    await follow({
      open: (lastEventId) => {
        asked.push(lastEventId);
        if (asked.length === 2) return Promise.reject(new Error('gone'));
        const body = asked.length === 1 ? 'id: 7-1\ndata: first\n\n' : 'id: 7-2\ndata: second\n\n';
        return Promise.resolve(new Response(body).body ?? new ReadableStream());
      },
      onEvents: (events) => seen.push(...events.map(({ data }) => data)),
      onState: (state) => states.push(state),
      signal: stop.signal,
      wait: (ms) => {
        waited.push(ms);
        if (asked.length === 3) stop.abort();
        return Promise.resolve();
      },
    });
    expect(asked).toEqual([undefined, '7-1', '7-1']);
    expect(seen).toEqual(['first', 'second']);
    expect(states).toEqual(['live', 'waiting', 'waiting', 'live', 'waiting']);
    expect(waited).toEqual([1_000, 2_000, 1_000]);
  });
});
