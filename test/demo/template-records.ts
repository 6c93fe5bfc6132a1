// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of the templates
import type { RecordsFile } from '../../src/demo/records-file.ts';

const text = (index: number, type: string, data: string, permissions = '1110') => ({
  index,
  type,
  data: { format: 'string', value: data },
  permissions,
});

export function namespaceOf(templates: string, permissions = '1110') {
  return text(10, 'HS_NAMESPACE', `<namespace>${templates}</namespace>`, permissions);
}

const referring = (ref: string) => namespaceOf(`<template ref="${ref}"/>`);

/** A template that makes another template, which refers to one more in two places. */
const BRANCHING = `<template delimiter="@"><value type="T"><n><template ref="1:20.500.5/\${extension}@a"/><template
  ref="1:20.500.5/\${extension}@b"/></n></value></template>`;

/** The example of chapter 11.2 of the technical manual, with the expression as it is meant. */
const BOX = `<template delimiter="@"><foreach>
  <if value="type" test="equals" expression="URL">
    <if value="extension" test="matches"
        expression="box\\(([^,]*),([^,]*),([^,]*),([^,]*)\\)" parameter="x">
      <value data="\${data}?wh=\${x[4]}&amp;ww=\${x[3]}&amp;wy=\${x[2]}&amp;wx=\${x[1]}" />
    </if>
    <else><value data="\${data}?\${x}" /></else>
  </if>
  <else><value /></else>
</foreach></template>`;

/** Records for template handles, on each of the services. */
export function templateRecords(): RecordsFile {
  const handles = {
    '0.NA/20.500.1': [namespaceOf(BOX)],
    '20.500.1/abc': [
      text(1, 'URL', 'http://example.org/data/abc'),
      text(2, 'EMAIL', 'contact@example.org'),
      text(300, 'HS_SECKEY', 'for administrators', '1100'),
    ],
    '20.500.1/abc@stored': [text(1, 'DESC', 'stored')],
    '20.500.1/own': [
      namespaceOf(
        '<template><value type="URL" data="https://own.example.org/${extension}"/></template>',
      ),
    ],
    '20.500.1/ref': [referring('5:20.500.2/shared')],
    '20.500.1/ref-to-made': [referring('1:20.500.4/any@made')],
    '20.500.1/ref-nowhere': [referring('1:20.500.1/nowhere')],
    '20.500.1/ref-to-restricted': [referring('6:20.500.2/shared')],
    '20.500.1/ref-to-itself': [referring('1:20.500.1/ref-to-itself@x')],
    '20.500.1/ref-branching': [referring('1:20.500.5/x@a')],

    '0.NA/20.500.2': [
      namespaceOf(
        '<template delimiter="@"><value type="URL" data="https://served.example/${extension}"/></template>',
      ),
    ],
    '20.500.2/base': [text(1, 'DESC', 'base')],
    '20.500.2/shared': [
      text(
        5,
        'TEMPLATE',
        '<template><value type="URL" data="https://shared.example.org/${extension}"/></template>',
      ),
      text(6, 'TEMPLATE', '<template><value type="URL" data="secret"/></template>', '1100'),
    ],

    '0.NA/20.500.3': [
      namespaceOf(
        '<template delimiter="@"><foreach><value data="${data}#${extension}"/></foreach></template>',
      ),
    ],
    '20.500.3/base': [text(1, 'URL', 'https://example.org/base')],
    '20.500.3/short': [{ ...text(1, 'URL', 'https://example.org/short'), ttl: 60 }],

    '0.NA/20.500.4': [
      namespaceOf(
        `<template delimiter="@"><value type="T"><template>
           <value type="URL" data="https://\${extension}.example.org/\\\${extension}"/></template></value></template>`,
      ),
    ],
    '20.500.4/none': [],

    '0.NA/20.500.5': [namespaceOf(BRANCHING)],
    '20.500.5/none': [],

    '0.NA/20.500.6': [
      namespaceOf(
        `<template delimiter="@">${`<value type="T" data="${'€'.repeat(1_000)}"/>`.repeat(90)}</template>`,
      ),
    ],
    '20.500.6/x': [text(1, 'DESC', 'base')],

    '0.NA/20.500.7': [namespaceOf(BOX, '1100')],
    '20.500.7/base': [text(1, 'URL', 'https://example.org/base')],
  };
  return {
    handles: Object.fromEntries(
      Object.entries(handles).map(([handle, values]) => [handle, { values }]),
    ),
  };
}
