import { HttpProblem } from './problem.ts';

/** @throws {HttpProblem} too-slow, when the work takes longer. What it does goes on, since most of it cannot be stopped half-way. */
export async function within<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new HttpProblem('too-slow', `The answer took longer than ${limitMs / 1000} seconds.`, { headers: { 'retry-after': '10' } }));
    }, limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
