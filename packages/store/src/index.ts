export { openStore } from './open-store.ts';
export { OperationError, type StoreCode } from './operation-error.ts';
export type * from './store.ts';
