// Shows the API's description as a page. It loads nothing but that description, from the same host.

const METHODS = ['get', 'post', 'patch', 'put', 'delete'];

function element(name, content, attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...[content].flat().filter((part) => part !== undefined && part !== ''));
  return made;
}

function schemaName(reference) {
  return reference.split('/').at(-1);
}

// What a value is, in a few words; named shapes are links to their own table.
function typeOf(schema) {
  if (!schema) return ['any'];
  if (schema.$ref) return [element('a', schemaName(schema.$ref), { href: `#schema-${schemaName(schema.$ref)}` })];
  if (schema.allOf) return schema.allOf.flatMap(typeOf).filter((part) => part !== 'any');
  if (schema.type === 'array') return ['list of ', ...typeOf(schema.items)];
  const bounds = [
    schema.minLength || schema.maxLength ? `${schema.minLength ?? 0} to ${schema.maxLength ?? 'any'} characters` : '',
    schema.minimum !== undefined || schema.maximum !== undefined ? `${schema.minimum ?? ''} to ${schema.maximum ?? ''}` : '',
    schema.pattern ? `like ${schema.pattern}` : '',
  ].filter(Boolean);
  return [[schema.format ?? schema.type ?? 'any', ...bounds].join(', ')];
}

function table(heads, rows) {
  return element('table', [
    element('thead', element('tr', heads.map((head) => element('th', head, { scope: 'col' })))),
    element('tbody', rows.map((cells) => element('tr', cells.map((cell) => element('td', cell))))),
  ]);
}

function fields(schema) {
  const required = new Set(schema.required ?? []);
  return table(['field', 'type', 'meaning'], Object.entries(schema.properties ?? {}).map(([name, field]) => [
    [element('code', name), required.has(name) && !field.nullable ? '' : ' (optional)'],
    typeOf(field),
    field.description ?? '',
  ]));
}

function content(description) {
  return Object.values(description?.content ?? {})[0]?.schema;
}

function operation(path, method, described) {
  const parts = [];
  if (described.description && described.description !== described.summary) parts.push(element('p', described.description));
  if (described.parameters?.length) {
    parts.push(element('h4', 'Parameters'), table(['name', 'where', 'type', 'meaning'], described.parameters.map((one) => [
      [element('code', one.name), one.required ? '' : ' (optional)'], one.in, typeOf(one.schema), one.description ?? '',
    ])));
  }
  const body = content(described.requestBody);
  if (body) parts.push(element('p', ['Body: ', ...typeOf(body)]));
  for (const [status, response] of Object.entries(described.responses ?? {})) {
    const schema = content(response);
    parts.push(element('p', [`${status}: `, ...(schema ? typeOf(schema) : ['no content'])]));
  }
  return element('details', [
    element('summary', [
      element('span', method.toUpperCase(), { class: 'method' }), element('code', path), ` ${described.summary ?? ''}`,
    ]),
    element('div', parts, { class: 'body' }),
  ]);
}

function show(api) {
  const byTag = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((known) => item[known])) {
      const tag = item[method].tags?.[0] ?? 'Other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), operation(path, method, item[method])]);
    }
  }
  const sections = [...byTag].map(([tag, operations]) => element('section', [
    element('h2', tag, { id: `tag-${tag}` }), ...operations,
  ]));
  const shapes = Object.entries(api.components?.schemas ?? {}).map(([name, schema]) => element('section', [
    element('h3', name, { id: `schema-${name}` }),
    schema.description ? element('p', schema.description) : '',
    fields(schema),
  ]));
  document.getElementById('contents').replaceChildren(element('ul', [...byTag.keys(), 'Shapes'].map((tag) =>
    element('li', element('a', tag, { href: `#tag-${tag}` })))));
  document.getElementById('reference').replaceChildren(
    element('p', api.info.description ?? ''), ...sections, element('h2', 'Shapes', { id: 'tag-Shapes' }), ...shapes);
}

fetch('/openapi/lintel.json')
  .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`status ${response.status}`))))
  .then(show)
  .catch((problem) => document.getElementById('reference').replaceChildren(`The description could not be read: ${problem.message}`));
