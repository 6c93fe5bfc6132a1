import type { XmlElement } from './element.ts';
import { encodeAttribute, encodeText } from './entities.ts';

/** The element as text, attributes in double quotes, without white space of its own making. */
export function writeXml(element: XmlElement): string {
  const attributes = [...element.attributes].map(
    ([name, value]) => ` ${name}="${encodeAttribute(value)}"`,
  );
  const opening = `<${element.name}${attributes.join('')}`;
  if (element.content.length === 0) return `${opening}/>`;
  const content = element.content.map((part) =>
    typeof part === 'string' ? encodeText(part) : writeXml(part),
  );
  return `${opening}>${content.join('')}</${element.name}>`;
}
