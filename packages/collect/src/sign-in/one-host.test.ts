import { expect, test } from 'vitest';
import { oneHost } from './one-host.ts';

const failing = (message: string) => ({ getToken: () => Promise.reject(new Error(message)) });

test.each([
  'endpoints_resolution_error: See https://aka.ms/msal.js.errors#endpoints_resolution_error for details',
  'network_error: See https://aka.ms/msal.js.errors#network_error for details',
])('an authority that does not answer is told as such: %s', async (message) => {
  const { explained } = oneHost({ authority: 'https://login.example/adfs', isPublished: false });
  await expect(explained(failing(message)).getToken('x')).rejects.toThrow('the authority https://login.example does not answer');
});

test('what an authority says itself stays as it is', async () => {
  const { explained } = oneHost({ authority: undefined, isPublished: true });
  await expect(explained(failing('invalid_client: The secret is wrong')).getToken('x')).rejects.toThrow('The secret is wrong');
});
