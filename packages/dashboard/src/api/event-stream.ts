// Server-sent events over fetch: the browser's own EventSource can send no token.

export interface ServerEvent {
  readonly id: string | undefined;
  /** `message` where the server names none. */
  readonly kind: string;
  readonly data: string;
}

/** Reads events from text as it comes, in pieces cut anywhere; comments and fields that are not known are passed over. */
export function eventReader(): (piece: string) => readonly ServerEvent[] {
  let rest = '';
  return (piece) => {
    rest += piece;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const fields = new Map<string, string>();
      for (const line of block.split(/\r?\n/)) {
        const [, name, value = ''] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? [];
        if (name === undefined) continue;
        const known = fields.get(name);
        fields.set(name, name === 'data' && known !== undefined ? `${known}\n${value}` : value);
      }
      const data = fields.get('data');
      return data === undefined ? [] : [{ id: fields.get('id'), kind: fields.get('event') ?? 'message', data }];
    });
  };
}

export interface FollowOptions {
  /** Opens the stream anew; rejects when the server cannot be reached. */
  readonly open: (lastEventId: string | undefined, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;
  readonly onEvents: (events: readonly ServerEvent[]) => void;
  readonly onState: (state: 'live' | 'waiting') => void;
  readonly signal: AbortSignal;
  /** Waits so many milliseconds, or until the signal. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Follows a stream for as long as the signal lets it: comes back after each break, later and later while nothing answers. */
export async function follow({ open, onEvents, onState, signal, wait }: FollowOptions): Promise<void> {
  let lastEventId: string | undefined;
  let pause = 1_000;
  while (!signal.aborted) {
    try {
      const stream = await open(lastEventId, signal);
      onState('live');
      pause = 1_000;
      const read = eventReader();
      const decoder = new TextDecoder();
      const reader = stream.getReader();
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        const events = read(decoder.decode(step.value, { stream: true }));
        lastEventId = events.findLast(({ id }) => id !== undefined)?.id ?? lastEventId;
        if (events.length > 0) onEvents(events);
      }
    } catch {
      // Told to the reader as `waiting`; the next try may well work.
    }
    if (signal.aborted) return;
    onState('waiting');
    await wait(pause, signal);
    pause = Math.min(pause * 2, 30_000);
  }
}
