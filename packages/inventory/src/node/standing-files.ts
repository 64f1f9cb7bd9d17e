import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { StandingFile } from '../read-inputs.ts';
import { FileChanged } from './file-changed.ts';
import { fileMarkOf } from './file-source.ts';

/** Reads files once more, as long as they are what they were. */
export interface StandingFiles {
  /** Fills the bytes from there on. @throws {FileChanged} */
  read(file: StandingFile, bytes: Uint8Array, offset: number): void;
  /** @throws {FileChanged} where one of those read was changed meanwhile */
  close(): void;
}

const mostHandles = 64;

export function standingFiles(): StandingFiles {
  const handles = new Map<StandingFile, number>();
  const close = (file: StandingFile, handle: number) => {
    handles.delete(file);
    try {
      check(file, handle);
    } finally {
      closeSync(handle);
    }
  };
  const open = (file: StandingFile): number => {
    const [oldest] = handles;
    if (oldest !== undefined && handles.size >= mostHandles) close(...oldest);
    const handle = openSync(file.path, 'r');
    handles.set(file, handle);
    check(file, handle);
    return handle;
  };
  return {
    read(file, bytes, offset) {
      const handle = handles.get(file) ?? open(file);
      for (let at = 0; at < bytes.length; ) {
        const count = readSync(handle, bytes, at, bytes.length - at, offset + at);
        if (count === 0) throw new FileChanged(file.path, 'became shorter');
        at += count;
      }
    },
    close() {
      let failure: { readonly error: unknown } | undefined;
      for (const [file, handle] of handles) {
        try {
          close(file, handle);
        } catch (error) {
          failure ??= { error };
        }
      }
      if (failure !== undefined) throw failure.error;
    },
  };
}

function check(file: StandingFile, handle: number): void {
  if (fileMarkOf(fstatSync(handle, { bigint: true })) !== file.mark) throw new FileChanged(file.path, 'was changed');
}
