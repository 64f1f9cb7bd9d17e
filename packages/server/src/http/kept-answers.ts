import { compressed, type Encoding, isWorthCompressing } from './compression.ts';

/** Answers of the latest moment by their entity tags: what one client was told is told to the next without being worked out again. */
export interface KeptAnswers {
  get(tag: string): KeptAnswer | undefined;
  keep(tag: string, bytes: Uint8Array<ArrayBuffer>): KeptAnswer;
}

export interface KeptAnswer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Compressed once, for all who take it so; undefined where it would not get smaller. */
  in(encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> | undefined;
}

/** @param mostBytes of all bodies together, uncompressed; those longest unused go first */
export function keptAnswers(mostBytes = 64 << 20): KeptAnswers {
  const answers = new Map<string, KeptAnswer>();
  let bytes = 0;
  return {
    get(tag) {
      const answer = answers.get(tag);
      if (answer === undefined) return undefined;
      answers.delete(tag);
      answers.set(tag, answer);
      return answer;
    },
    keep(tag, body) {
      const answer = answers.get(tag) ?? keptAnswer(body);
      if (answers.has(tag) || answer.bytes.length > mostBytes / 4) return answer;
      answers.set(tag, answer);
      bytes += answer.bytes.length;
      for (const [oldest, one] of answers) {
        if (bytes <= mostBytes) break;
        answers.delete(oldest);
        bytes -= one.bytes.length;
      }
      return answer;
    },
  };
}

function keptAnswer(bytes: Uint8Array<ArrayBuffer>): KeptAnswer {
  const made = new Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>();
  return {
    bytes,
    in(encoding) {
      if (!isWorthCompressing(bytes)) return undefined;
      const known = made.get(encoding) ?? compressed(bytes, encoding, 'quick').then((small) => new Uint8Array(small));
      made.set(encoding, known);
      return known;
    },
  };
}
