import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../../src/http/openapi/document.ts';
import type { Answer } from './serve.ts';

export const DOCUMENT = openApiDocument('/') as unknown as OpenApi;

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationJson>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

export interface OperationJson {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, ResponseJson>>;
}

interface ResponseJson {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema: unknown }>>;
}

const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  allErrors: true,
  allowUnionTypes: true,
});
// Its types are those of a CommonJS module.
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
ajv.addVocabulary(['openapi', 'info', 'servers', 'paths', 'components']);
ajv.addSchema({ ...DOCUMENT, $id: 'openapi.json' });

const compiled = new Map<string, ValidateFunction>();

/** Whether a JSON value is what the named schema says; the complaints, when it is not. */
export function complaintsOf(pointer: string, json: unknown): string[] {
  let validate = compiled.get(pointer);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `openapi.json#${pointer}` });
    compiled.set(pointer, validate);
  }
  if (validate(json)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/**
 * Compares an answer with the description.
 *
 * @param path as the description writes it: `/api/handles/{handle}`
 * @returns what is not as described
 */
export function undescribed(method: string, path: string, answer: Answer): string[] {
  const verb = method.toLowerCase();
  const where = `${method} ${path} ${answer.status}`;
  const operation = DOCUMENT.paths[path]?.[verb];
  if (operation === undefined) return [`${method} ${path} is not described`];
  const response = operation.responses[answer.status];
  if (response === undefined) return [`${where} is not described`];
  const type = answer.headers['content-type']?.split(';')[0];
  if (answer.body === '') {
    return verb === 'head' || response.content === undefined ? [] : [`${where} has no body`];
  }
  const described = type === undefined ? undefined : response.content?.[type];
  if (type === undefined || described === undefined) {
    return response.content?.['*/*'] ? [] : [`${where}: ${type} is not described`];
  }
  if (!/json$/.test(type)) return [];
  const steps = [
    'paths',
    path,
    verb,
    'responses',
    String(answer.status),
    'content',
    type,
    'schema',
  ];
  const pointer = steps.map(
    (step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`,
  );
  return complaintsOf(pointer.join(''), JSON.parse(answer.body)).map((text) => `${where}: ${text}`);
}
