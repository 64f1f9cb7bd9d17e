import { expect, it } from 'vitest';
import { fixCommandsFor } from './fix-command.ts';

const id = '/subscriptions/1/resourceGroups/web/providers/Microsoft.Storage/storageAccounts/shop';

it('is written once for what is fixed once, and not where it cannot be', () => {
  expect(fixCommandsFor('az x --subscription {subscription}', [id, `${id}2`, '/none'])).toEqual(['az x --subscription 1']);
});
