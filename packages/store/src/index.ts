export { backup, restore } from './keep/backup.ts';
export { type Diagnosis, doctor } from './keep/doctor.ts';
export { migrate } from './keep/migrate.ts';
export { openSettings } from './open-settings.ts';
export { openStore } from './open-store.ts';
export { OperationError, type StoreCode } from './operation-error.ts';
export type * from './store.ts';
export { turnIfDue } from './turn.ts';
export type * from './wide-reads.ts';
