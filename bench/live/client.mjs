import { Agent, request } from 'node:http';

/** A client that keeps its connections, as browsers and integrations do. Answers that are no success are failures. */
export function clientOf(url, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections + 1 });
  const answer = (method, path, body) =>
    new Promise((resolve, reject) => {
      const sent = request(`${url}${path}`, { agent, method }, (response) => {
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
  return {
    async timed(method, path, body) {
      const begun = performance.now();
      const text = await answer(method, path, body);
      const ms = performance.now() - begun;
      if (method === 'POST' && JSON.parse(text).refused.length > 0) throw new Error(`A change was refused: ${text.slice(0, 500)}`);
      return ms;
    },
    json: async (path) => JSON.parse(await answer('GET', path)),
    processorSeconds: async () => Number(/^plumbline_process_cpu_seconds_total (\S+)/m.exec(await answer('GET', '/metrics'))?.[1]),
    close: () => agent.destroy(),
  };
}
