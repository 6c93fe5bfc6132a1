import { childElements, ownText, type XmlElement } from '../xml/element.ts';
import { writeXml } from '../xml/write-xml.ts';
import { createExpression, type Expression } from './expression.ts';

/** One `<template>`: what it does, or where it is written down. */
export type Template =
  | { readonly body: readonly Instruction[] }
  /** `index:handle` of the value that holds it. */
  | { readonly ref: string };

export type Instruction =
  | ValueInstruction
  | ConditionInstruction
  | { readonly kind: 'foreach'; readonly body: readonly Instruction[] }
  | { readonly kind: 'def'; readonly parameter: string; readonly body: readonly Instruction[] }
  | { readonly kind: 'not-found' };

/** Makes a value; text is interpolated, `index` is not. */
export interface ValueInstruction {
  readonly kind: 'value';
  readonly index: number | undefined;
  readonly type: string | undefined;
  readonly data: string | undefined;
}

/** `<if>`, or `<else>` with the test of its `<if>`, turned around. */
export interface ConditionInstruction {
  readonly kind: 'if';
  readonly test: Test;
  /** The name of the parameter that is tested. */
  readonly value: string;
  /** The name under which what was tested is known inside. */
  readonly parameter: string;
  readonly negate: boolean;
  readonly body: readonly Instruction[];
}

export type Test =
  | { readonly kind: 'always' | 'never' }
  | { readonly kind: 'equals'; readonly expected: string }
  | { readonly kind: 'matches'; readonly source: string; readonly expression: Expression };

/** Prepares the `<template>` elements of a namespace, or of a value that a `ref` points to. */
export function parseTemplate(element: XmlElement): Template {
  const ref = element.attributes.get('ref');
  return ref === undefined ? { body: parseBody(element) } : { ref };
}

function parseBody(element: XmlElement): readonly Instruction[] {
  const body: Instruction[] = [];
  let condition: ConditionInstruction | undefined;
  for (const child of childElements(element)) {
    switch (child.name) {
      case 'value':
        body.push(parseValue(child));
        break;
      case 'if':
        condition = parseCondition(child);
        body.push(condition);
        break;
      case 'else':
        // A second else turns the test around once more.
        if (condition === undefined) break;
        condition = { ...condition, negate: !condition.negate, body: parseBody(child) };
        body.push(condition);
        break;
      case 'foreach':
        body.push({ kind: 'foreach', body: parseBody(child) });
        break;
      case 'def': {
        const parameter = child.attributes.get('parameter');
        if (parameter !== undefined) body.push({ kind: 'def', parameter, body: parseBody(child) });
        break;
      }
      case 'notfound':
        body.push({ kind: 'not-found' });
        break;
    }
  }
  return body;
}

function parseValue(element: XmlElement): ValueInstruction {
  const index = element.attributes.get('index');
  return {
    kind: 'value',
    index: index !== undefined && /^\d{1,9}$/.test(index) ? Number(index) : undefined,
    type: element.attributes.get('type'),
    data: element.attributes.get('data') ?? contentOf(element),
  };
}

/** Text, or elements as the text they would be written in. */
function contentOf(element: XmlElement): string | undefined {
  const text = ownText(element);
  if (text !== '') return text;
  const elements = childElements(element);
  return elements.length === 0 ? undefined : elements.map(writeXml).join('\n');
}

function parseCondition(element: XmlElement): ConditionInstruction {
  const value = element.attributes.get('value') ?? 'extension';
  return {
    kind: 'if',
    test: parseTest(element.attributes.get('test'), element.attributes.get('expression')),
    value,
    parameter: element.attributes.get('parameter') ?? value,
    negate: element.attributes.get('negate') === 'true',
    body: parseBody(element),
  };
}

function parseTest(test: string | undefined, expression: string | undefined): Test {
  if (expression === undefined) return { kind: test === undefined ? 'always' : 'never' };
  switch (test) {
    case undefined:
    case 'equals':
      return { kind: 'equals', expected: expression };
    case 'matches':
      return { kind: 'matches', source: expression, expression: createExpression(expression) };
    default:
      return { kind: 'never' };
  }
}
