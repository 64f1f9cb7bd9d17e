export { type AssessedFiles, type AssessFilesOptions, assessFiles } from './assess-files.ts';
export { type CatalogueRecipe, type PolicyRecipe, policiesOf } from './catalogue-recipe.ts';
