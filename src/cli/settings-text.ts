import type { EffectiveSetting, Origin } from '../config/gather-settings.ts';
import { defaultText, SETTINGS, type Setting } from '../config/settings.ts';
import { columns } from './terminal.ts';

/** A table of settings, each with what it is and who said so; secrets are hidden. */
export function settingsText(settings: readonly EffectiveSetting[]): string {
  const rows = settings.map((each) => [each.name, valueText(each), originText(each.origin)]);
  return columns([['SETTING', 'VALUE', 'FROM'], ...rows]).join('\n');
}

/** The same for programs. */
export function settingsJson(settings: readonly EffectiveSetting[]): string {
  const list = settings.map((each) => ({
    name: each.name,
    value: shown(each) ?? null,
    from: each.origin,
  }));
  return JSON.stringify(list, undefined, 2);
}

function valueText(each: EffectiveSetting): string {
  const value = shown(each);
  if (value === undefined) return `(${defaultText(SETTINGS[each.name] as Setting<unknown>)})`;
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function shown({ name, value }: EffectiveSetting): unknown {
  const { kind } = SETTINGS[name] as Setting<unknown>;
  return value === undefined || kind.conceal === undefined ? value : kind.conceal(value);
}

function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'flag':
      return origin.flag;
    case 'environment':
      return origin.variable;
    case 'file':
      return `${origin.path}:${origin.place.line} ${origin.member}`;
    case 'default':
      return 'default';
  }
}
