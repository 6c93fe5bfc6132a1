// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of the templates
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { type Expansion, expandTemplate } from '../../src/namespace/expand-template.ts';
import { parseNamespace } from '../../src/namespace/parse-namespace.ts';

const BASE = '1234/abc';
const VALUES = [value(1, 'URL', 'http://example.org/data/abc'), value(2, 'EMAIL', 'c@example.org')];

function value(index: number, type: string, data: string | Uint8Array): HandleValue {
  return {
    index,
    timestamp: 1_700_000_000,
    ttlType: 0,
    ttl: 600,
    permissions: 14,
    type,
    data: typeof data === 'string' ? Buffer.from(data) : data,
    references: [],
  };
}

interface World {
  base?: readonly HandleValue[];
  references?: Readonly<Record<string, string>>;
  fallbackDelimiter?: string;
}

async function expand(handle: string, template: string, world: World = {}) {
  const complaints: string[] = [];
  const asked: string[] = [];
  const namespace = parseNamespace(`<namespace>${template}</namespace>`, (message) => {
    complaints.push(message);
  });
  const expansion = await expandTemplate({
    handle,
    namespaces: namespace === undefined ? [] : [namespace],
    fallbackDelimiter: world.fallbackDelimiter ?? '',
    complain: (message) => complaints.push(message),
    lookUp: {
      async baseValues(base) {
        asked.push(base);
        return base === BASE ? (world.base ?? VALUES) : undefined;
      },
      async referencedValue({ index, handle: at }) {
        const text = world.references?.[`${index}:${at}`];
        if (text === 'throw') throw new Error('timed out');
        return text === undefined ? undefined : value(index, 'HS_NAMESPACE', text);
      },
    },
  });
  return { expansion, complaints, asked, made: madeBy(expansion) };
}

/** `index type data` of each value that was made. */
function madeBy(expansion: Expansion): readonly string[] | undefined {
  if (expansion.outcome !== 'made') return undefined;
  return expansion.values.map(({ index, type, data }) => `${index} ${type} ${Buffer.from(data)}`);
}

/** The example of chapter 11.2, with the expression as it is meant. */
const BOX = `<template delimiter="@"><foreach>
  <if value="type" test="equals" expression="URL">
    <if value="extension" test="matches"
        expression="box\\(([^,]*),([^,]*),([^,]*),([^,]*)\\)" parameter="x">
      <value data="\${data}?wh=\${x[4]}&ww=\${x[3]}&wy=\${x[2]}&wx=\${x[1]}" />
    </if>
    <else><value data="\${data}?\${x}" /></else>
  </if>
  <else><value /></else>
</foreach></template>`;

describe('the box example of the manual', () => {
  it('makes query parameters of the four numbers', async () => {
    const { made } = await expand(`${BASE}@box(10,20,30,40)`, BOX);
    expect(made).toEqual([
      '1 URL http://example.org/data/abc?wh=40&ww=30&wy=20&wx=10',
      '2 EMAIL c@example.org',
    ]);
  });

  it('appends any other extension as it is written', async () => {
    const { made } = await expand(`${BASE}@plain`, BOX);
    expect(made?.[0]).toBe('1 URL http://example.org/data/abc?plain');
  });

  it('keeps what a copied value has besides its data', async () => {
    const { expansion } = await expand(`${BASE}@plain`, BOX);
    expect(expansion).toMatchObject({ base: BASE, values: [{ ttl: 600 }, { ttl: 600 }] });
  });
});

describe('where a handle is divided', () => {
  const SHOW = '<value type="T" data="${base} ${extension}"/>';

  it('is at the first delimiter behind the prefix', async () => {
    const { made } = await expand('1@2/a@b@c', `<template delimiter="@">${SHOW}</template>`);
    expect(made).toEqual(['1 T 1@2/a b@c']);
  });

  it('may be a delimiter of several characters', async () => {
    const { made } = await expand(`${BASE}::x`, `<template delimiter="::">${SHOW}</template>`);
    expect(made).toEqual([`1 T ${BASE} x`]);
  });

  it('may be the slash itself, and the base then has no record', async () => {
    const { made, asked } = await expand('1234/x/y', `<template delimiter="/">${SHOW}</template>`);
    expect(made).toEqual(['1 T 1234 x/y']);
    expect(asked).toEqual([]);
  });

  it('is where the server is set up to, when the prefix names no delimiter', async () => {
    const template = `<template>${SHOW}</template>`;
    const { made } = await expand(`${BASE}!x`, template, { fallbackDelimiter: '!' });
    expect(made).toEqual([`1 T ${BASE} x`]);
  });

  it('is nowhere in a handle without the delimiter, or without a slash', async () => {
    const template = `<template delimiter="@">${SHOW}</template>`;
    expect((await expand(BASE, template)).expansion).toEqual({ outcome: 'not-divided' });
    expect((await expand('abc@d', template)).expansion).toEqual({ outcome: 'not-divided' });
  });

  it('is nowhere when nothing names a delimiter', async () => {
    expect((await expand(`${BASE}@x`, '<contact>me</contact>')).expansion.outcome).toBe(
      'not-divided',
    );
  });
});

describe('a template', () => {
  it('of the base overrides that of the prefix', async () => {
    const own = '<namespace><template><value type="T" data="own"/></template></namespace>';
    const { made } = await expand(`${BASE}@x`, BOX, { base: [value(5, 'HS_NAMESPACE', own)] });
    expect(made).toEqual(['1 T own']);
  });

  it('makes values for a base without a record', async () => {
    const { made } = await expand(
      '1234/none@x',
      '<template delimiter="@"><value type="T" data="${extension}"/></template>',
    );
    expect(made).toEqual(['1 T x']);
  });

  it('makes nothing of a base without a record by foreach', async () => {
    const { made } = await expand('1234/none@x', BOX);
    expect(made).toEqual([]);
  });

  it('takes the data of a value from its text, without white space around', async () => {
    const { made } = await expand(
      `${BASE}@x`,
      '<template delimiter="@"><value type="T"> made from ${extension} </value></template>',
    );
    expect(made).toEqual(['1 T made from x']);
  });

  it('takes the data of a value from the elements in it, written out', async () => {
    const { made } = await expand(
      `${BASE}@x`,
      `<template delimiter="@"><value type="10320/loc"><locations><location
         href='http://h/\${extension}'/></locations></value></template>`,
    );
    expect(made).toEqual(['1 10320/loc <locations><location href="http://h/x"/></locations>']);
  });

  it('gives binary data of a base value in hexadecimal', async () => {
    const { made } = await expand(
      `${BASE}@x`,
      '<template delimiter="@"><foreach><value type="T" data="${data} ${index}"/></foreach></template>',
      { base: [value(7, 'X', new Uint8Array([0, 255]))] },
    );
    expect(made).toEqual(['7 T 00FF 7']);
  });

  it('turns the test around with each else', async () => {
    const { made } = await expand(
      `${BASE}@a`,
      `<template delimiter="@"><if expression="a"><value type="T" data="if"/></if>
       <else><value type="T" data="else"/></else>
       <else><value type="T" data="again"/></else></template>`,
    );
    expect(made).toEqual(['1 T if', '2 T again']);
  });

  it('tests a group of an earlier match', async () => {
    const { made } = await expand(
      `${BASE}@p12`,
      `<template delimiter="@"><if test="matches" expression="p(\\d+)">
         <if value="extension[1]" expression="12"><value type="T" data="page \${1}"/></if>
       </if></template>`,
    );
    expect(made).toEqual(['1 T page 12']);
  });

  it('goes on after an expression that cannot be used, and says so', async () => {
    const { made, complaints } = await expand(
      `${BASE}@aa`,
      `<template delimiter="@"><if test="matches" expression="(a)\\1"><value type="T" data="if"/></if>
       <else><value type="T" data="else"/></else></template>`,
    );
    expect(made).toEqual(['1 T else']);
    expect(complaints[0]).toContain('a back-reference');
  });

  it('skips a condition with a test it does not know, and its else', async () => {
    const { made } = await expand(
      `${BASE}@a`,
      `<template delimiter="@"><if test="starts" expression="a"><value type="T" data="if"/></if>
       <else><value type="T" data="else"/></else></template>`,
    );
    expect(made).toEqual([]);
  });

  it('is not found where it says so, whatever it has made before', async () => {
    const { expansion } = await expand(
      `${BASE}@x`,
      '<template delimiter="@"><value type="T" data="x"/><notfound/></template>',
    );
    expect(expansion).toEqual({ outcome: 'not-found' });
  });

  it('does not repeat a foreach inside a foreach', async () => {
    const { made } = await expand(
      `${BASE}@x`,
      '<template delimiter="@"><foreach><foreach><value/></foreach></foreach></template>',
    );
    expect(made).toEqual([]);
  });
});

describe('a template by reference', () => {
  const REF = '<template delimiter="@" ref="10:20.500.6/shared"/>';
  const at = (text: string) => ({ references: { '10:20.500.6/shared': text } });

  it('is the template in the value', async () => {
    const { made } = await expand(
      `${BASE}@q`,
      REF,
      at('<template><value type="T" data="shared ${extension}"/></template>'),
    );
    expect(made).toEqual(['1 T shared q']);
  });

  it('is every template inside another root', async () => {
    const { made } = await expand(
      `${BASE}@q`,
      REF,
      at(`<namespace><template><value type="T" data="1"/></template>
          <template><value type="T" data="2"/></template></namespace>`),
    );
    expect(made).toEqual(['1 T 1', '2 T 2']);
  });

  it('may lead to another reference', async () => {
    const { made } = await expand(`${BASE}@q`, REF, {
      references: {
        '10:20.500.6/shared': '<template ref="3:20.500.6/more"/>',
        '3:20.500.6/more': '<template><value type="T" data="more"/></template>',
      },
    });
    expect(made).toEqual(['1 T more']);
  });

  it.each([
    ['leads in a circle', REF, '<template ref="10:20.500.6/shared"/>'],
    ['cannot be resolved', REF, 'throw'],
    ['is no XML', REF, 'no xml'],
    ['has no template', REF, '<namespace/>'],
    ['is written wrongly', '<template delimiter="@" ref="20.500.6/shared"/>', ''],
    ['names no value', '<template delimiter="@" ref="11:20.500.6/shared"/>', ''],
  ])('is not found when it %s', async (_, template, text) => {
    const { expansion, complaints } = await expand(`${BASE}@q`, template, at(text));
    expect(expansion).toEqual({ outcome: 'not-found' });
    expect(complaints).not.toEqual([]);
  });
});

describe('expansion', () => {
  it('never fails, whatever the template', async () => {
    const piece = fc.constantFrom(
      '<value/>',
      '<value type="T" data="${data}${x[1]}"/>',
      '<value index="1" data="$1"/>',
      '<value type="${type}">${base}</value>',
      '<foreach>',
      '</foreach>',
      '<if>',
      '<if value="type" expression="URL">',
      '<if test="matches" expression="(a*)(b)?" parameter="x">',
      '<if value="x[1]" test="matches" expression="[" negate="true">',
      '</if>',
      '<else>',
      '</else>',
      '<def parameter="x">',
      '</def>',
      '<notfound/>',
      '<',
      '&',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), fc.string(), async (pieces, text) => {
        const template = `<template delimiter="@">${pieces.join('')}</template>`;
        const { expansion } = await expand(`${BASE}@${text}`, template);
        expect(['not-divided', 'not-found', 'made']).toContain(expansion.outcome);
        if (expansion.outcome !== 'made') return;
        const indexes = expansion.values.map(({ index }) => index);
        expect(new Set(indexes).size).toBe(indexes.length);
      }),
    );
  });
});

describe('a hostile template', () => {
  const template = (body: string) => `<template delimiter="@">${body}</template>`;

  it('cannot make text without end', async () => {
    const doubling = '<def parameter="p"><value type="x" data="${p}${p}xx"/></def>'.repeat(60);
    const { expansion } = await expand(`${BASE}@x`, template(doubling));
    expect(expansion).toEqual({ outcome: 'not-found' });
  });

  it('cannot make values without end', async () => {
    const base = Array.from({ length: 2_000 }, (_, n) => value(n + 1, 'T', 'x'));
    const { expansion } = await expand(
      `${BASE}@x`,
      template(`<foreach>${'<value/>'.repeat(5_000)}</foreach>`),
      { base },
    );
    expect(expansion).toEqual({ outcome: 'not-found' });
  });

  it('cannot copy a long value without end', async () => {
    const copies = template(`<foreach>${'<value/>'.repeat(100)}</foreach>`);
    const base = [value(1, 'T', 'x'.repeat(2_500))];
    expect((await expand(`${BASE}@x`, copies, { base })).made).toHaveLength(100);
    const longer = [value(1, 'T', 'x'.repeat(3_000))];
    const { expansion } = await expand(`${BASE}@x`, copies, { base: longer });
    expect(expansion).toEqual({ outcome: 'not-found' });
  });

  it('cannot copy references without end', async () => {
    const references = Array.from({ length: 300 }, () => ({ handle: '20.500.1/x', index: 1 }));
    const { expansion } = await expand(
      `${BASE}@x`,
      template(`<foreach>${'<value data="y"/>'.repeat(100)}</foreach>`),
      { base: [{ ...value(1, 'T', 'x'), references }] },
    );
    expect(expansion).toEqual({ outcome: 'not-found' });
  });

  it('cannot read a long value anew in every loop', async () => {
    let reads = 0;
    const data = Buffer.from('x');
    const base = Object.defineProperty(value(1, 'T', ''), 'data', {
      get: () => {
        reads += 1;
        return data;
      },
    });
    await expand(`${BASE}@x`, template('<foreach/>'.repeat(1_000)), { base: [base] });
    expect(reads).toBe(1);
  });

  it('cannot copy thousands of parameters thousands of times', async () => {
    const definitions = Array.from(
      { length: 1_000 },
      (_, n) => `<def parameter="p${n}"><value type="x" data="y"/></def>`,
    );
    const body = definitions.join('');
    const { expansion } = await expand(`${BASE}@x`, template(body + '<if/>'.repeat(2_000)));
    expect(expansion).toEqual({ outcome: 'not-found' });
  });

  it('cannot make matching slow', async () => {
    const { made } = await expand(
      `${BASE}@${'a'.repeat(10_000)}!`,
      template(`<if test="matches" expression="(a+)+$"><value type="T" data="if"/></if>
                <else><value type="T" data="else"/></else>`),
    );
    expect(made).toEqual(['1 T else']);
  });

  it('gets no match once it has matched too much', async () => {
    const condition = '<if test="matches" expression="(a+)+$"><value type="T" data="if"/></if>';
    const { made, complaints } = await expand(
      `${BASE}@${'a'.repeat(10_000)}`,
      template(condition.repeat(50)),
    );
    expect(made?.length).toBeLessThan(50);
    expect(complaints.join()).toContain('too much work');
  });
});
