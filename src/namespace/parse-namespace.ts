import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import type { Complaint } from '../xml/complaint.ts';
import { dataText } from '../xml/data-text.ts';
import { allText, childElements, firstChild, type XmlElement } from '../xml/element.ts';
import { readXml } from '../xml/read-xml.ts';
import { XmlRoom } from '../xml/xml-room.ts';
import { MAX_NAMESPACE_VALUES } from './limits.ts';
import { parseTemplate, type Template } from './template.ts';

/** What one HS_NAMESPACE value says about the handles below it. */
export interface Namespace {
  /** Handles whose locations, links and headers hold for every handle of the prefix. */
  readonly locationHandles: readonly Handle[];
  /** False when those of the prefixes above are not wanted (`no_nslocs`). */
  readonly inheritsLocations: boolean;
  /** Whom to write to, an e-mail address as a rule. */
  readonly contact: string | undefined;
  /** `active` unless it says `inactive`; undefined when it says nothing. */
  readonly status: 'active' | 'inactive' | undefined;
  /** For people, to go with the status. */
  readonly statusMessage: string | undefined;
  /** @internal */
  readonly templates: readonly Template[];
  /** What divides a handle into base and extension; of the first template, empty when it has none. */
  readonly delimiter: string;
}

/** Reads the namespace of a record: the HS_NAMESPACE of the lowest index that can be read. */
export function namespaceOf(
  values: readonly HandleValue[],
  complain: Complaint,
  room = new XmlRoom(),
): Namespace | undefined {
  const candidates = values.filter((value) => hasType(value.type, ValueType.namespace));
  candidates.sort((a, b) => a.index - b.index);
  for (const value of candidates.slice(0, MAX_NAMESPACE_VALUES)) {
    const about = (message: string) => complain(`HS_NAMESPACE at index ${value.index}: ${message}`);
    const text = dataText(value.data);
    if (text === undefined) about('it is no text');
    const namespace = text === undefined ? undefined : parseNamespace(text, about, room);
    if (namespace !== undefined) return namespace;
  }
  return undefined;
}

/** Reads the XML of an HS_NAMESPACE value; the name of its root does not matter. */
export function parseNamespace(
  text: string,
  complain: Complaint,
  room = new XmlRoom(),
): Namespace | undefined {
  const xml = readXml(text, room);
  if (!xml.ok) {
    complain(xml.message);
    return undefined;
  }
  const [root] = xml.roots;
  const locs = named(root, 'locs');
  const templates = named(root, 'template');
  const status = textIn(root, 'status')?.toLowerCase();
  return {
    locationHandles: locs.map(allText).filter((handle) => handle !== ''),
    inheritsLocations: !locs.some((element) => isTrue(element.attributes.get('no_nslocs'))),
    contact: textIn(root, 'contact'),
    status: status === undefined || status === 'inactive' ? status : 'active',
    statusMessage: textIn(root, 'statusmsg'),
    templates: templates.map(parseTemplate),
    delimiter: templates[0]?.attributes.get('delimiter') ?? '',
  };
}

function named(root: XmlElement, name: string): readonly XmlElement[] {
  return childElements(root).filter((child) => child.name === name);
}

function textIn(root: XmlElement, name: string): string | undefined {
  const element = firstChild(root, name);
  const text = element === undefined ? '' : allText(element);
  return text === '' ? undefined : text;
}

function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(?:yes|true|1)$/i.test(text.trim());
}
