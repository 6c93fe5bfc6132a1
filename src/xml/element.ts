/** An element of a parsed document; its content is kept in order. */
export interface XmlElement {
  /** Without a namespace prefix. */
  readonly name: string;
  /** Names without namespace prefixes, values with entities decoded; in document order. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly content: readonly (XmlElement | string)[];
}

/** The elements directly inside `element`, with any text between them left out. */
export function childElements(element: XmlElement): readonly XmlElement[] {
  return element.content.filter((part) => typeof part !== 'string');
}

/** The first element of that name directly inside `element`. */
export function firstChild(element: XmlElement, name: string): XmlElement | undefined {
  return childElements(element).find((child) => child.name === name);
}

/** The text directly inside `element`, without white space around it. */
export function ownText(element: XmlElement): string {
  return element.content
    .filter((part) => typeof part === 'string')
    .join('')
    .trim();
}

/** All text inside `element`, that of its elements too, without white space around it. */
export function allText(element: XmlElement): string {
  return textWithin(element).trim();
}

function textWithin(element: XmlElement): string {
  return element.content
    .map((part) => (typeof part === 'string' ? part : textWithin(part)))
    .join('');
}
