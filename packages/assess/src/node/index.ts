export { type AssessedFiles, type AssessFilesOptions, assessFiles } from './assess-files.ts';
export type { CatalogueRecipe } from './tasks.ts';
