import { describe, expect, it } from 'vitest';
import { createApp } from '../../../src/http/app.ts';
import { RouteName } from '../../../src/http/route.ts';
import { systemClock } from '../../../src/system.ts';
import { complaintsOf, DOCUMENT, undescribed } from '../kit/described.ts';
import { fakeResolver } from '../kit/fake-resolver.ts';
import { startTestProxy } from '../kit/serve.ts';

/** How the description writes what the router knows by another name. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  [RouteName.handle]: ['/{handle}'],
  [RouteName.apiHandle]: ['/api/handles/{handle}', '/api/handles'],
  [RouteName.unknownApi]: ['/api/{endpoint}'],
  // Whatever its path, a message is told by its type.
  [RouteName.message]: ['/', '/{handle}'],
  '/static/*': ['/static/{file}'],
  '/.well-known/*': ['/.well-known/{name}'],
};

/** Requests that are wrong in themselves, whatever they were about. */
const WRONG: readonly string[] = [
  RouteName.badEscape,
  RouteName.badTarget,
  RouteName.server,
  RouteName.tooLong,
];

/** Methods that every path has, and those that are described only to say that they are refused. */
const IMPLIED = ['head', 'options', 'put', 'delete'];

const served = createApp({
  resolver: fakeResolver(),
  clock: systemClock,
  httpMaxAge: 0,
  ready: () => true,
}).routes.filter(({ path }) => !WRONG.includes(path));

/** Every object within, with the way to it. */
function* objectsIn(json: unknown, way = ''): Generator<[string, Record<string, unknown>]> {
  if (typeof json !== 'object' || json === null) return;
  if (!Array.isArray(json)) yield [way, json as Record<string, unknown>];
  for (const [name, member] of Object.entries(json)) yield* objectsIn(member, `${way}/${name}`);
}

const OPERATIONS = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => method !== 'parameters')
    .map(([method, operation]) => ({ path, method, operation })),
);

describe('the description', () => {
  it('names every route', () => {
    const missing = served.flatMap(({ method, path }) =>
      (PATHS[path] ?? [path])
        .filter(
          (name) =>
            DOCUMENT.paths[name]?.[method === 'ALL' ? 'get' : method.toLowerCase()] === undefined,
        )
        .map((name) => `${method} ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('names no route that there is not', () => {
    const routes = new Set(
      served.flatMap(({ method, path }) =>
        (PATHS[path] ?? [path]).map(
          (name) => `${method === 'ALL' ? 'get' : method.toLowerCase()} ${name}`,
        ),
      ),
    );
    const extra = OPERATIONS.filter(({ method }) => !IMPLIED.includes(method))
      .map(({ method, path }) => `${method} ${path}`)
      .filter((name) => !routes.has(name));
    expect(extra).toEqual([]);
  });

  it('is served, and may be kept', async () => {
    const { get } = await startTestProxy({ publicUrl: 'https://hdl.example/id/' });
    const answer = await get('/openapi.json');
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json;charset=utf-8',
      'cache-control': 'public, max-age=3600',
    });
    expect(JSON.parse(answer.body)).toEqual({
      ...JSON.parse(JSON.stringify(DOCUMENT)),
      servers: [{ url: 'https://hdl.example/id' }],
    });
    const headers = { 'If-None-Match': answer.headers.etag ?? '' };
    expect(await get('/openapi.json', { headers })).toMatchObject({ status: 304, body: '' });
  });

  it('has an identifier of its own for every operation', () => {
    const names = OPERATIONS.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  it('declares the parameters that its paths have, and no others', () => {
    for (const [path, item] of Object.entries(DOCUMENT.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (item.parameters ?? []) as unknown as { name: string; in: string }[];
      expect(
        declared.filter((each) => each.in === 'path').map(({ name }) => name),
        path,
      ).toEqual(inPath);
    }
  });

  it('describes every answer', () => {
    for (const { path, method, operation } of OPERATIONS) {
      const statuses = Object.keys(operation.responses);
      expect(statuses.length, `${method} ${path}`).toBeGreaterThan(0);
      for (const status of statuses) {
        expect(status).toMatch(/^[1-5]\d\d$/);
        expect(operation.responses[status]?.description, `${method} ${path} ${status}`).not.toBe(
          '',
        );
      }
    }
  });

  it('refers only to what it has', () => {
    const broken = [...objectsIn(DOCUMENT)]
      .map(([, { $ref }]) => $ref)
      .filter(($ref) => typeof $ref === 'string')
      .filter(
        ($ref) =>
          DOCUMENT.components.schemas[$ref.replace('#/components/schemas/', '')] === undefined,
      );
    expect(broken).toEqual([]);
  });

  it('has no schema that nothing refers to', () => {
    const text = JSON.stringify(DOCUMENT);
    const unused = Object.keys(DOCUMENT.components.schemas).filter(
      (name) => !text.includes(`"#/components/schemas/${name}"`),
    );
    expect(unused).toEqual([]);
  });

  it('closes every object that is answered', () => {
    const open = [...objectsIn(DOCUMENT.components.schemas)]
      .filter(([, schema]) => schema.type === 'object' && schema.properties !== undefined)
      .filter(([way]) => !/^\/(?:Parameters|BulkRequest|Form)\b/.test(way))
      .filter(([, schema]) => schema.additionalProperties !== false)
      .map(([way]) => way);
    expect(open).toEqual([]);
  });
});

describe('the validator', () => {
  const found = { responseCode: 1, handle: 'a/b', values: [] as unknown[] };

  it.each<[object, string]>([
    [{ ...found }, 'no values'],
    [{ ...found, values: [{ index: 1 }] }, 'half a value'],
    [
      {
        responseCode: 1,
        handle: 'a/b',
        values: [
          { index: 1, type: 'URL', data: { format: 'string', value: 'x' }, ttl: 1, more: 1 },
        ],
      },
      'a member too many',
    ],
    [{ responseCode: 2, handle: 'a/b' }, 'a response code that is none of a record'],
  ])('refuses as a record %j: %s', (json, _why) => {
    expect(complaintsOf('/components/schemas/Record', json)).not.toEqual([]);
  });

  it('notices a status and a type that are not described', () => {
    const answer = { status: 418, headers: {}, body: '' };
    expect(undescribed('GET', '/livez', answer)).toEqual(['GET /livez 418 is not described']);
    const image = { status: 200, headers: { 'content-type': 'image/png' }, body: 'x' };
    expect(undescribed('GET', '/livez', image)).toEqual([
      'GET /livez 200: image/png is not described',
    ]);
  });
});
