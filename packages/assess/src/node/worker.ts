import { parentPort, workerData } from 'node:worker_threads';
import { type CatalogueRecipe, catalogueOf } from './catalogue-recipe.ts';
import { type Task, taskRunner } from './tasks.ts';

const { recipe, name } = workerData as { readonly recipe: CatalogueRecipe; readonly name: string };
const runner = taskRunner(catalogueOf(recipe), name);
parentPort?.on('message', (task: Task) => {
  parentPort?.postMessage(runner.run(task));
});
