import { createRequire } from 'node:module';
import type { XmlElement } from './element.ts';
import { decodeEntities } from './entities.ts';
import { MAX_XML_ATTRIBUTES, MAX_XML_CHARACTERS, MAX_XML_DEPTH } from './limits.ts';
import { once } from './once.ts';
import { quoteValues } from './quote-values.ts';
import { XmlRoom } from './xml-room.ts';

/** A document's outermost elements (a sloppy one may have several), or why there are none. */
export type XmlReading =
  | { readonly ok: true; readonly roots: readonly [XmlElement, ...XmlElement[]] }
  | { readonly ok: false; readonly problem: XmlProblem; readonly message: string };

export type XmlProblem = 'too-large' | 'document-type' | 'malformed' | 'no-element';

const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';

/** Loaded with the first text: most starts, and most records, need none of its thirty files. */
const parser = once(() => {
  const require = createRequire(import.meta.url);
  const { XMLParser } = require('fast-xml-parser') as typeof import('fast-xml-parser');
  return new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    allowBooleanAttributes: true,
    attributeNamePrefix: '',
    textNodeName: TEXT,
    cdataPropName: CDATA,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    processEntities: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: MAX_XML_DEPTH,
    jPath: false,
    updateTag(name, _path, attributes) {
      if (attributes !== undefined && Object.keys(attributes).length > MAX_XML_ATTRIBUTES) {
        throw new Error(`more than ${MAX_XML_ATTRIBUTES} attributes in <${name}>`);
      }
      return name;
    },
  });
});

/**
 * Reads XML as publishers write it: a declaration, a byte order mark, comments, CDATA, namespace
 * prefixes, a bare `&`, text around the root, attributes without quotes or without a value, and
 * missing or wrong end tags do no harm. A document
 * type is refused, and with it every entity but the five and numeric references.
 *
 * @param room what the record may still cost, shared by all texts that are read of it
 */
export function readXml(text: string, room = new XmlRoom()): XmlReading {
  if (text.length > MAX_XML_CHARACTERS) {
    return problem(
      'too-large',
      `${text.length} characters, at most ${MAX_XML_CHARACTERS} are read`,
    );
  }
  if (/<!d/i.test(text)) return problem('document-type', 'a document type is not read');
  if (!room.take(text)) return problem('too-large', 'too many tags or attributes');
  let nodes: unknown;
  try {
    nodes = parser().parse(quoteValues(text));
  } catch (error) {
    return problem('malformed', error instanceof Error ? error.message : String(error));
  }
  const [root, ...others] = contentOf(nodes).filter((part) => typeof part !== 'string');
  if (root === undefined) return problem('no-element', 'no element in it');
  return { ok: true, roots: [root, ...others] };
}

function problem(name: XmlProblem, message: string): XmlReading {
  return { ok: false, problem: name, message };
}

/** The library's ordered form: a list of `{name: [content], ":@": {attribute: value}}`. */
function contentOf(nodes: unknown): (XmlElement | string)[] {
  const content: (XmlElement | string)[] = [];
  for (const node of nodes as Record<string, unknown>[]) {
    for (const name in node) {
      if (name === ATTRIBUTES) continue;
      if (name === TEXT) content.push(decodeEntities(String(node[TEXT])));
      else if (name === CDATA) content.push(cdataOf(node[CDATA]));
      else {
        const attributes = attributesOf(node);
        content.push({ name: localName(name), attributes, content: contentOf(node[name]) });
      }
    }
  }
  return content;
}

function cdataOf(nodes: unknown): string {
  return (nodes as Record<string, unknown>[]).map((node) => String(node[TEXT] ?? '')).join('');
}

function attributesOf(node: Record<string, unknown>): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  const raw = node[ATTRIBUTES] as Record<string, string | true> | undefined;
  for (const name in raw) {
    if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
    const local = localName(name);
    // `xlink:href` beside `href` is another attribute.
    if (local !== name && local in raw) continue;
    const value = raw[name];
    attributes.set(local, value === true || value === undefined ? '' : decodeEntities(value));
  }
  return attributes;
}

/** The library can leave prefixes out itself, for a third of the time it needs for all else. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
