/**
 * Loaded before everything else: has places of source files read otherwise, as ALTERED says, which is
 * JSON: a list of {file, code, instead}. So a rule that no number switches off can be taken out.
 */
import { register } from 'node:module';

register('./altered-source-hooks.mjs', import.meta.url, {
  data: JSON.parse(process.env.ALTERED ?? '[]'),
});
