// Runs as a process of its own, to be killed: collects from a stand-in in another process.
import { readFileSync } from 'node:fs';
import { collect } from './collect.ts';
import { vaultCatalogue } from './stand-in/playing.fixture.ts';

const [given] = process.argv.slice(2);
if (given !== undefined) {
  const { endpoints, ca, out, token, expiresOnTimestamp } = JSON.parse(readFileSync(given, 'utf8'));
  const { isResumed, requests } = await collect({
    out,
    catalogue: vaultCatalogue,
    endpoints,
    ca: [ca],
    managementGroups: [],
    subscriptions: [],
    credential: () => Promise.resolve({ getToken: () => Promise.resolve({ token, expiresOnTimestamp }) }),
  });
  process.stdout.write(`${JSON.stringify({ isResumed, requests })}\n`);
}
