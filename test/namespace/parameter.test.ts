// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of the templates
import { describe, expect, it } from 'vitest';
import { Budget, TemplateTooCostly } from '../../src/namespace/budget.ts';
import { interpolate, type Parameter } from '../../src/namespace/parameter.ts';

const PARAMETERS = new Map<string, Parameter>([
  ['base', { text: '1234/x' }],
  ['extension', { text: 'abc5', groups: ['abc5', '5'] }],
]);

function filled(text: string): string {
  return interpolate(text, PARAMETERS, new Budget());
}

describe('putting parameters into a text', () => {
  it.each([
    ['${base}', '1234/x'],
    ['${extension[1]}', '5'],
    ['${extension[0]}', 'abc5'],
    ['[${extension[2]}]', '[]'],
    ['${base[0]}|${base[1]}', '1234/x|'],
    ['$1 ${1} $0', '5 5 abc5'],
    ['${nope}', ''],
    ['\\${base} \\\\ \\x', '${base} \\ x'],
    ['5$ $x $', '5$ $x $'],
    ['a${open', 'a${open'],
    ['ends with \\', 'ends with \\'],
  ])('makes %j to %j', (text, result) => {
    expect(filled(text)).toBe(result);
  });

  it('does not look into what it has put in', () => {
    const parameters = new Map([['a', { text: '${a}$&' }]]);
    expect(interpolate('${a}', parameters, new Budget())).toBe('${a}$&');
  });

  it('ends when there is too much of it', () => {
    const parameters = new Map([['a', { text: 'x'.repeat(100_000) }]]);
    expect(() => interpolate('${a}${a}${a}', parameters, new Budget())).toThrow(TemplateTooCostly);
  });
});
