import type { Readable, Writable } from 'node:stream';

/** Everything of the outside world that a command touches besides files, so that tests need no process. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative file names start from. */
  readonly cwd: string;
  now(): Date;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A place for text. */
export interface Output {
  readonly isTTY: boolean;
  /** Width in characters; undefined where nobody says. */
  readonly columns: number | undefined;
  /**
   * Resolves when the text was taken: to false when nobody reads any more (a closed pipe), so that the writer can stop.
   * @throws {Error} with the system's `code` when the text could not be written, such as to a full disk.
   */
  write(text: string): Promise<boolean>;
}

/** @param stream a terminal, a pipe or a file that the shell opened. */
export function outputOf(stream: Writable & { readonly isTTY?: boolean; readonly columns?: number }): Output {
  let closed = false;
  // Without a listener an EPIPE that arrives between two writes would end the process with a stack trace.
  stream.on('error', () => {
    closed = true;
  });
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        if (closed || stream.destroyed) return resolve(false);
        stream.write(text, (error) => {
          if (error === null || error === undefined) return resolve(true);
          closed = true;
          if (isClosedPipe(error)) resolve(false);
          else reject(error);
        });
      }),
  };
}

function isClosedPipe(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ECONNRESET';
}

/** @param signal aborted by Ctrl-C. */
export function processTerminal(signal: AbortSignal): Terminal {
  return {
    // Getters: opening standard input keeps some terminals busy, and most runs read none.
    get stdin() {
      return process.stdin;
    },
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
    signal,
  };
}
