import { ANSWER_SCHEMAS } from './answer-schemas.ts';
import { API_PATHS } from './api-paths.ts';
import { RESOLVER_PARAMETERS } from './parameters.ts';
import { RESOLVER_PATHS } from './resolver-paths.ts';
import { SITE_PATHS } from './site-paths.ts';
import { TRUST_SCHEMAS } from './trust-schemas.ts';
import { VALUE_SCHEMAS } from './value-schemas.ts';

/** Of the description, after semantic versioning: the second number grows with what is added. */
const VERSION = '1.1.0';

/** The fields of the form that the start page has. */
const form = {
  type: 'object',
  description: 'A handle, and parameters of the query as fields.',
  properties: {
    hdl: {
      type: 'string',
      description: 'A handle, or anything that has one in it, such as a URL.',
    },
    ...Object.fromEntries(
      RESOLVER_PARAMETERS.map(({ name, description, schema }) => [
        name,
        { ...schema, description },
      ]),
    ),
  },
  additionalProperties: { type: ['string', 'number', 'boolean', 'array'] },
};

/**
 * The description of everything that is served here, in OpenAPI 3.1.
 *
 * @param server the URL of the start page, or its path where the host is not known
 */
export function openApiDocument(server: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'hdl-edge',
      summary: 'Resolves handles of the Handle System.',
      description:
        'Across origins everything may be read. What is answered to HEAD is what GET answers, without the body; methods that are not named get 405 with `Allow`. A target of more than 8,192 bytes gets 414, one that is garbled 400.',
      version: VERSION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server.replace(/\/$/, '') || '/' }],
    paths: { ...API_PATHS, ...RESOLVER_PATHS, ...SITE_PATHS },
    components: { schemas: { ...VALUE_SCHEMAS, ...ANSWER_SCHEMAS, ...TRUST_SCHEMAS, Form: form } },
  };
}
