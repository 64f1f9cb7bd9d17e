import { problemKinds } from '../http/problem.ts';
import type { OpenApi, Operation, Schema } from './document.ts';
import { pageStyle } from './page-style.ts';

/** The documentation page: made of the OpenAPI document alone, without scripts, so that it opens anywhere and reads aloud. */
export function docsPage(document: OpenApi): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Plumbline API</title><style>${pageStyle}</style></head>
<body>
<main>
<h1>Plumbline API <small>${escaped(document.info.version)}</small></h1>
<p>${escaped(document.info.description)} The same as a document for machines: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<nav aria-label="Routes"><ul>${operations.map(({ path, method, operation }) => `<li><a href="#${operation.operationId}"><code>${method.toUpperCase()} ${escaped(path)}</code></a> ${escaped(operation.summary)}</li>`).join('')}</ul></nav>
${operations.map(section).join('\n')}
<h2 id="problems">Problems</h2>
<p>Errors are <code>application/problem+json</code>: <code>code</code> is one of these, <code>detail</code> says what was found, <code>hint</code> what to do.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>${Object.entries(problemKinds)
    .map(([kind, { status, title }]) => `<tr id="${kind}"><td><code>${kind}</code></td><td>${status}</td><td>${escaped(title)}</td></tr>`)
    .join('')}</tbody></table>
<h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas)
  .map(([name, schema]) => schemaSection(name, schema))
  .join('\n')}
</main>
</body>
</html>
`;
}

function section({ path, method, operation }: { readonly path: string; readonly method: string; readonly operation: Operation }): string {
  const role = operation['x-plumbline-role'];
  const parameters = operation.parameters ?? [];
  return `<section id="${operation.operationId}">
<h2><code><b>${method.toUpperCase()}</b> ${escaped(path)}</code></h2>
<p>${escaped(operation.summary)}. ${role === undefined ? 'Needs no token.' : `For a token of the role ${role} or higher.`}</p>
${operation.description === undefined ? '' : `<p>${escaped(operation.description)}</p>`}
${parameters.length === 0 ? '' : `<table><thead><tr><th>Parameter</th><th>In</th><th>Type</th><th>Meaning</th></tr></thead><tbody>${parameters.map((one) => `<tr><td><code>${escaped(one.name)}</code>${one.required ? ' (required)' : ''}</td><td>${one.in}</td><td>${typeText(one.schema)}</td><td>${escaped(one.description ?? '')}${defaultText(one.schema)}</td></tr>`).join('')}</tbody></table>`}
${operation.requestBody === undefined ? '' : `<p>Body: ${escaped(operation.requestBody.description)} ${mediaTypes(operation.requestBody.content)}</p>`}
<table><thead><tr><th>Status</th><th>Answer</th></tr></thead><tbody>${Object.entries(operation.responses)
    .map(([status, answer]) => `<tr><td>${status}</td><td>${escaped(answer.description)} ${mediaTypes(answer.content ?? {})}</td></tr>`)
    .join('')}</tbody></table>
<pre><code>${escaped(exampleOf(method, path, operation))}</code></pre>
</section>`;
}

function mediaTypes(content: Readonly<Record<string, { readonly schema?: Schema }>>): string {
  return Object.entries(content)
    .map(([mediaType, { schema }]) => `<code>${mediaType}</code>${schema === undefined ? '' : ` ${typeText(schema)}`}`)
    .join(', ');
}

function schemaSection(name: string, schema: Schema): string {
  const properties = schema['properties'];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  if (typeof properties !== 'object' || properties === null)
    return `<section id="schema-${name}"><h3>${name}</h3><p>${typeText(schema)}</p></section>`;
  const rows = Object.entries(properties as Readonly<Record<string, Schema>>).map(
    ([member, inner]) =>
      `<tr><td><code>${escaped(member)}</code>${required.includes(member) ? '' : ' (optional)'}</td><td>${typeText(inner)}</td><td>${escaped(descriptionOf(inner))}</td></tr>`,
  );
  return `<section id="schema-${name}"><h3>${name}</h3><table><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

function descriptionOf({ description }: Schema): string {
  return typeof description === 'string' ? description : '';
}

/** A schema in a few words; named ones as links. */
function typeText(schema: Schema): string {
  const { $ref: reference, type, items, properties } = schema;
  if (typeof reference === 'string') {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    return `<a href="#schema-${name}">${name}</a>`;
  }
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choices)) return choices.map((choice: Schema) => typeText(choice)).join(' or ');
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => `<code>${escaped(JSON.stringify(value))}</code>`).join(', ');
  if ('const' in schema) return `<code>${escaped(JSON.stringify(schema['const']))}</code>`;
  if (type === 'array') return `list of ${typeText((items ?? {}) as Schema)}`;
  if (typeof properties === 'object' && properties !== null) {
    const members = Object.entries(properties as Readonly<Record<string, Schema>>).map(
      ([name, inner]) => `${escaped(name)}: ${typeText(inner)}`,
    );
    return `{ ${members.join(', ')} }`;
  }
  return typeof type === 'string' ? type : 'any';
}

function defaultText(schema: Schema): string {
  const value = schema['default'];
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '';
  return ` Default: <code>${escaped(JSON.stringify(value))}</code>.`;
}

function exampleOf(method: string, path: string, { requestBody, 'x-plumbline-role': role }: Operation): string {
  const place = path.replace('/recommendations/{name}', '/recommendations/storage-secure-transfer').replace('{id}', '%2Fsubscriptions%2F…');
  const parts = [
    'curl',
    ...(method === 'get' ? [] : ['-X', method.toUpperCase()]),
    ...(role === undefined ? [] : ['-H', '"Authorization: Bearer $TOKEN"']),
  ];
  const ofMany = Object.keys(requestBody?.content ?? {}).includes('application/x-ndjson');
  if (ofMany) parts.push('--data-binary', '@changes.ndjson');
  else if (requestBody !== undefined) parts.push('-H', '"Content-Type: application/json"', '--data', '@body.json');
  return [...parts, `"$PLUMBLINE${place}"`].join(' ');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
