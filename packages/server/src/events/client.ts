/** One open stream of events. What waits for its reader is bounded; a reader that falls behind is let go and comes back by itself. */
export interface Client {
  readonly stream: ReadableStream<Uint8Array>;
  /** When it began, on the clock of `performance.now()`. */
  readonly since: number;
  /** Id of the last event that was handed over. */
  readonly lastEventId: string;
  push(text: string, id?: string): void;
  end(): void;
  isOpen(): boolean;
}

export interface ClientOptions {
  /** Bytes. */
  readonly mostWaiting: number;
  /** Called once. */
  readonly onEnd: (reason: 'left' | 'too-slow' | 'closed') => void;
}

export function newClient({ mostWaiting, onEnd }: ClientOptions): Client {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let lastEventId = '';

  const finish = (reason: 'left' | 'too-slow' | 'closed') => {
    const open = controller;
    controller = undefined;
    if (open === undefined) return;
    if (reason === 'closed') open.close();
    // An error ends the response even when nothing of it is read any more.
    else if (reason === 'too-slow') open.error(new Error('The client does not read.'));
    onEnd(reason);
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (given) => {
        controller = given;
      },
      cancel: () => finish('left'),
    },
    { highWaterMark: mostWaiting, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  return {
    stream,
    since: performance.now(),
    get lastEventId() {
      return lastEventId;
    },
    push(text, id) {
      if (controller === undefined) return;
      if (id !== undefined) lastEventId = id;
      controller.enqueue(encoder.encode(text));
      if ((controller.desiredSize ?? 0) <= 0) finish('too-slow');
    },
    end: () => finish('closed'),
    isOpen: () => controller !== undefined,
  };
}
