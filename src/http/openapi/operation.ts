import type { ParameterObject } from './parameters.ts';
import { EMPTY_ANSWERS, type Responses } from './responses.ts';
import type { Schema } from './schema.ts';

/** What one method does at one path. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
  readonly responses: Responses;
}

/** One path with its methods. */
export interface PathItem {
  readonly parameters?: readonly ParameterObject[];
  readonly get: Operation;
  readonly head: Operation;
  readonly post?: Operation;
  readonly put?: Operation;
  readonly delete?: Operation;
  readonly options: Operation;
}

/**
 * A path that can be read: HEAD is GET without the body, OPTIONS tells what can be done.
 *
 * @param parameters of all its methods
 */
export function readable(
  get: Operation,
  parameters: readonly ParameterObject[] = [],
  more: Pick<PathItem, 'post' | 'put' | 'delete'> = {},
): PathItem {
  const { operationId } = get;
  return {
    ...(parameters.length > 0 && { parameters }),
    get,
    head: {
      ...get,
      operationId: `${operationId}Head`,
      summary: `${get.summary}; the headers only`,
      responses: withoutContent(get.responses),
    },
    ...more,
    options: {
      operationId: `${operationId}Options`,
      summary: 'What can be done here, and by whom across origins',
      responses: { 204: EMPTY_ANSWERS.options },
    },
  };
}

function withoutContent(responses: Responses): Responses {
  return Object.fromEntries(
    Object.entries(responses).map(([status, { content: _, ...rest }]) => [status, rest]),
  );
}
