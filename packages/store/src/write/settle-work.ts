import { renewSetup } from '../judge-anew.ts';
import { noteDependents, noteEffects } from './effects.ts';
import { type Finished, finish } from './finish.ts';
import { judgeAll } from './judge-page.ts';
import { settleNamed } from './named.ts';
import type { Work } from './work.ts';

/** From what was edited to a finished moment: everything that depends on it is judged again, and nothing else. */
export async function settleWork(work: Work, onProgress: (judged: number) => void = () => {}): Promise<Finished> {
  await renewSetup(work);
  await noteEffects(work);
  await work.first?.write(work, onProgress);
  await work.bulk?.endReading();
  await settleNamed(work);
  await noteDependents(work);
  await judgeAll(work, onProgress);
  return finish(work);
}
