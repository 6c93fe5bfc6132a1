// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of the templates
import { type ExampleRecords, type ExampleValue, url, value } from './example-value.ts';

function namespace(templates: string): ExampleValue {
  return value(10, 'HS_NAMESPACE', `<namespace>${templates}</namespace>`);
}

/**
 * The example of chapter 11 of the technical manual, its expression as it is meant: a picture, and the
 * box that is to be shown of it.
 */
const BOX = `<template delimiter="@">
<foreach>
<if value="type" test="equals" expression="URL">
<if value="extension" test="matches" expression="box\\(([^,]*),([^,]*),([^,]*),([^,]*)\\)" parameter="x">
<value data="\${data}?wh=\${x[4]}&amp;ww=\${x[3]}&amp;wy=\${x[2]}&amp;wx=\${x[1]}"/>
</if>
<else><value data="\${data}?\${x}"/></else>
</if>
<else><value/></else>
</foreach>
</template>`;

/** A place on the map; what is not on it is not found. */
const PLACE = `<template>
<if value="extension" test="matches" expression="berlin|paris|rome">
<foreach><if value="type" expression="URL"><value data="\${data}#\${extension}"/></if></foreach>
</if>
<else><notfound/></else>
</template>`;

/** A part of a film, from second to second. */
const PART = `<template>
<if test="matches" expression="([0-9]+)-([0-9]+)">
<foreach><if value="type" expression="URL"><value data="\${data}?start=$1&amp;end=$2"/></if></foreach>
</if>
</template>`;

const PAGE =
  '<template delimiter="@"><foreach><value data="${data}?page=${extension}"/></foreach></template>';

const SHELF_MARK =
  '<template delimiter="/"><value type="URL" data="https://example.org/catalogue/${extension}"/></template>';

/** Records from which others are made. */
export const TEMPLATE_RECORDS: ExampleRecords = {
  '0.NA/20.500.8': [namespace(BOX)],
  '20.500.8/picture': [...url('picture'), value(2, 'EMAIL', 'desk@example.org')],
  '20.500.8/map': [...url('map'), namespace(PLACE)],
  '20.500.8/film': [...url('film'), namespace('<template ref="1:20.500.3/part-of-a-film"/>')],
  '20.500.3/part-of-a-film': [value(1, 'TEMPLATE', PART)],

  '0.NA/20.500.9': [namespace(SHELF_MARK)],

  '0.NA/20.500.2': [namespace(PAGE)],
  '20.500.2/book': url('book'),
};
