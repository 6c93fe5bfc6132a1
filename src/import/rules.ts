import type { SettingName } from '../config/settings.ts';
import type { Findings, Source } from './findings.ts';

/** What is to be done with the value of one key. */
export type Rule = (value: string, source: Source, findings: Findings) => void;

/** The same under another name. */
export function becomes(setting: SettingName, remark?: string): Rule {
  return (value, source, findings) => findings.take(source, setting, value, remark);
}

/** The same as a number. */
export function becomesNumber(setting: SettingName): Rule {
  return (value, source, findings) =>
    findings.take(source, setting, /^\d+$/.test(value.trim()) ? Number(value) : value);
}

/** The same as a list; entries were separated by commas or spaces. */
export function becomesList(setting: SettingName): Rule {
  return (value, source, findings) => findings.take(source, setting, listIn(value));
}

/** Has no counterpart. */
export function hasNone(why: string): Rule {
  return (_, source, findings) => findings.leave(source, why);
}

/** What `yes` means as a setting; anything else is the default. */
export function yesBecomes(setting: SettingName, value: unknown, remark?: string): Rule {
  return (given, source, findings) => {
    if (isYes(given)) findings.take(source, setting, value, remark);
    else findings.leave(source, `it is off, as ${setting} is by default`);
  };
}

export function listIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((entry) => entry !== '');
}

export function isYes(text: string): boolean {
  return /^(?:yes|true|on|1)$/i.test(text.trim());
}
