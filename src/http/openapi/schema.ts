/** A JSON Schema (dialect 2020-12, as OpenAPI 3.1 has it). */
export type Schema = Readonly<Record<string, unknown>>;

/** An object that has these members and no others. */
export function closed(
  description: string,
  members: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  return {
    type: 'object',
    description,
    required: Object.keys(members).filter((name) => !optional.includes(name)),
    properties: members,
    additionalProperties: false,
  };
}

/** What stands under a name in the document's components. */
export function schemaNamed(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

export function listOf(items: Schema, description: string): Schema {
  return { type: 'array', description, items };
}

export function text(description: string, more: Schema = {}): Schema {
  return { type: 'string', description, ...more };
}

export function int32(description: string, more: Schema = {}): Schema {
  return { type: 'integer', format: 'int32', description, ...more };
}

export function flag(description: string): Schema {
  return { type: 'boolean', description };
}
