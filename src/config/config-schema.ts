import { SCHEMA_MEMBER } from './config-file.ts';
import type { JsonSchema } from './kind.ts';
import { defaultText, SETTINGS, type Setting } from './settings.ts';

/** The JSON Schema (draft 7, which editors know) of a config file. */
export function configSchema(): JsonSchema {
  const settings = Object.entries(SETTINGS as Record<string, Setting<unknown>>);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'hdl-edge config file',
    description: 'Settings of hdl-edge by name. A flag or a variable of the environment wins.',
    type: 'object',
    properties: {
      [SCHEMA_MEMBER]: { type: 'string', description: 'Where this schema is, for editors.' },
      ...Object.fromEntries(settings.map(([name, setting]) => [name, schemaOf(setting)])),
    },
    additionalProperties: false,
  };
}

function schemaOf(setting: Setting<unknown>): JsonSchema {
  const { kind, description } = setting;
  return {
    description: `${description} Default: ${defaultText(setting)}.`,
    ...kind.schema,
    ...(setting.default !== undefined && { default: setting.default }),
  };
}
