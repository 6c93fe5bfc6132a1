import { XMLParser } from 'fast-xml-parser';
import type { XmlElement } from './element.ts';
import { decodeEntities } from './entities.ts';
import { MAX_XML_ATTRIBUTES, MAX_XML_CHARACTERS, MAX_XML_DEPTH, MAX_XML_TAGS } from './limits.ts';

/** A document's outermost elements (a sloppy one may have several), or why there are none. */
export type XmlReading =
  | { readonly ok: true; readonly roots: readonly [XmlElement, ...XmlElement[]] }
  | { readonly ok: false; readonly problem: XmlProblem; readonly message: string };

export type XmlProblem = 'too-large' | 'document-type' | 'malformed' | 'no-element';

const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
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

/**
 * Reads XML as publishers write it: a declaration, a byte order mark, comments, CDATA, namespace
 * prefixes, a bare `&`, text around the root, and missing or wrong end tags do no harm. A document
 * type is refused, and with it every entity but the five and numeric references.
 */
export function readXml(text: string): XmlReading {
  if (text.length > MAX_XML_CHARACTERS) {
    return problem(
      'too-large',
      `${text.length} characters, at most ${MAX_XML_CHARACTERS} are read`,
    );
  }
  if (/<!d/i.test(text)) return problem('document-type', 'a document type is not read');
  if (hasTooManyTags(text)) return problem('too-large', `more than ${MAX_XML_TAGS} tags`);
  let nodes: unknown;
  try {
    nodes = parser.parse(text);
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

function hasTooManyTags(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    count += 1;
    if (count > MAX_XML_TAGS) return true;
  }
  return false;
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
  const raw = node[ATTRIBUTES] as Record<string, string> | undefined;
  for (const name in raw) {
    if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
    attributes.set(localName(name), decodeEntities(raw[name] ?? ''));
  }
  return attributes;
}

/** The library can leave prefixes out itself, for a third of the time it needs for all else. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
