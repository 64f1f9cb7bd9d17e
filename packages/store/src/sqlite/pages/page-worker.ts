import { serveTasks } from '../../fill-thread.ts';
import { pageMaker } from './page-maker.ts';

serveTasks(() => pageMaker());
