export type { Missing } from './model/missing.ts';
export type { Page, PageResource } from './model/page.ts';
