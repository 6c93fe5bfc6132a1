import { configSchema } from '../config/config-schema.ts';
import { checkConfig } from './check-config.ts';
import type { Invocation } from './run.ts';
import { settingsJson, settingsText } from './settings-text.ts';

/** `hdl-edge config` */
export async function config({ gather, options, terminal }: Invocation): Promise<number> {
  if (options.get('schema') === true) {
    terminal.out(JSON.stringify(configSchema(), undefined, 2));
    return 0;
  }
  const file = options.get('check');
  if (typeof file === 'string') {
    const problems = await checkConfig(file);
    for (const problem of problems) terminal.err(problem);
    if (problems.length === 0) terminal.out(`${file}: nothing is wrong.`);
    return problems.length === 0 ? 0 : 2;
  }
  const { settings, problems } = gather();
  for (const { message } of problems) terminal.err(`hdl-edge: ${message}`);
  if (problems.length > 0) return 2;
  const asJson = options.get('json') === true;
  terminal.out(asJson ? settingsJson(settings) : settingsText(settings));
  return 0;
}
