import { Agent, createServer, request } from 'node:http';

/** A client that keeps its connections, as browsers and integrations do. Answers that are no success are failures. */
export function clientOf(url, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections + 1 });
  const answer = (method, path, body, { base = url, headers = {} } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(`${base}${path}`, { agent, method, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 500)}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const timed = async (method, path, body, given) => {
    const begun = performance.now();
    const text = await answer(method, path, body, given);
    const ms = performance.now() - begun;
    if (method === 'POST' && JSON.parse(text).refused.length > 0) throw new Error(`A change was refused: ${text.slice(0, 500)}`);
    return ms;
  };
  return {
    timed: (method, path, body) => timed(method, path, body),
    /** As browsers take it, but not unpacked: that is the client's own work. */
    timedCompressed: (path) => timed('GET', path, undefined, { headers: { 'accept-encoding': 'gzip, br' } }),
    /** Lets Node compile this client, with a server that knows nothing: its own first thousand requests are slow. */
    async warmUp() {
      const server = createServer((request, response) => request.resume().on('end', () => response.end('{"refused":[]}')));
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      const base = `http://127.0.0.1:${server.address().port}`;
      for (let at = 0; at < 3000; at += 1) await timed('POST', '/', '{}', { base });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    json: async (path) => JSON.parse(await answer('GET', path)),
    processorSeconds: async () => Number(/^plumbline_process_cpu_seconds_total (\S+)/m.exec(await answer('GET', '/metrics'))?.[1]),
    close: () => agent.destroy(),
  };
}
