import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { Reference } from '../handle/reference.ts';
import { type Complaint, limitComplaints } from '../xml/complaint.ts';
import { dataText } from '../xml/data-text.ts';
import { childElements } from '../xml/element.ts';
import { readXml } from '../xml/read-xml.ts';
import { XmlRoom } from '../xml/xml-room.ts';
import { Budget, TemplateTooCostly } from './budget.ts';
import { MAX_REFERENCE_DEPTH, MAX_REFERENCES } from './limits.ts';
import { delimiterOf, type NamespaceChain, templatesOf } from './namespace-chain.ts';
import { namespaceOf } from './parse-namespace.ts';
import { runTemplates } from './run-template.ts';
import { splitHandle } from './split-handle.ts';
import { type Instruction, parseTemplate, type Template } from './template.ts';

/** Where expansion finds what it needs; both are asked for stored records only. */
export interface TemplateLookUp {
  /** All values of a stored record; undefined when there is none. What it throws passes through. */
  baseValues(base: Handle): Promise<readonly HandleValue[] | undefined>;
  /** One value of a record; undefined, or a failure, makes the expansion not found. */
  referencedValue(reference: Reference): Promise<HandleValue | undefined>;
}

export interface ExpansionRequest {
  /** No record is stored under this name. */
  readonly handle: Handle;
  /** The namespaces of its prefix, innermost first; the base's own is looked up. */
  readonly namespaces: NamespaceChain;
  /** Used when the namespaces name none. @default '' */
  readonly fallbackDelimiter?: string;
  /** Whether regular expressions look at case. @default false */
  readonly caseSensitive?: boolean;
  readonly lookUp: TemplateLookUp;
  readonly complain: Complaint;
}

export type Expansion =
  /** The handle is none that a template could make: nothing divides it. */
  | { readonly outcome: 'not-divided' }
  | { readonly outcome: 'not-found' }
  /** All values that were made, perhaps none; what was asked for is still to be selected. */
  | { readonly outcome: 'made'; readonly values: readonly HandleValue[]; readonly base: Handle };

/**
 * Makes the values of a handle that is not stored from the record of its base, as handle servers
 * do (chapter 11 of the technical manual).
 */
export async function expandTemplate(request: ExpansionRequest): Promise<Expansion> {
  const { handle, namespaces, lookUp } = request;
  const complain = limitComplaints(request.complain);
  const delimiter = delimiterOf(namespaces) || (request.fallbackDelimiter ?? '');
  const split = splitHandle(handle, delimiter);
  if (split === undefined) return { outcome: 'not-divided' };

  const { base, extension } = split;
  // A bare prefix is no record: when the slash divides, the base has no values by definition.
  const baseValues = (base.includes('/') ? await lookUp.baseValues(base) : undefined) ?? [];
  const room = new XmlRoom();
  const own = namespaceOf(baseValues, complain, room);
  const templates = templatesOf(own === undefined ? namespaces : [own, ...namespaces]);
  if (templates.length === 0) return { outcome: 'not-found' };

  try {
    const bodies = await bodiesOf(templates, { lookUp, complain, room });
    const values = runTemplates(bodies, {
      handle,
      base,
      extension,
      baseValues,
      caseSensitive: request.caseSensitive ?? false,
      budget: new Budget(),
      onUnusable(expression, reason) {
        complain(`the expression ${expression.slice(0, 80)} is taken as no match: ${reason}`);
      },
    });
    return values === undefined ? { outcome: 'not-found' } : { outcome: 'made', values, base };
  } catch (error) {
    if (error instanceof UnusableReference || error instanceof TemplateTooCostly) {
      complain(`the template of ${base} is not found: ${error.message}`);
      return { outcome: 'not-found' };
    }
    throw error;
  }
}

class UnusableReference extends Error {}

/** What following references takes; the XML of all of them shares one room. */
interface Means extends Pick<ExpansionRequest, 'lookUp' | 'complain'> {
  readonly room: XmlRoom;
}

/** Follows `ref` to the templates themselves. */
async function bodiesOf(
  templates: readonly Template[],
  means: Means,
): Promise<readonly (readonly Instruction[])[]> {
  let references = 0;

  async function follow(template: Template, depth: number): Promise<(readonly Instruction[])[]> {
    if (!('ref' in template)) return [template.body];
    references += 1;
    if (depth === MAX_REFERENCE_DEPTH || references > MAX_REFERENCES) {
      throw new UnusableReference('too many references');
    }
    const bodies: (readonly Instruction[])[] = [];
    for (const found of await templatesAt(template.ref, means)) {
      bodies.push(...(await follow(found, depth + 1)));
    }
    return bodies;
  }

  const bodies: (readonly Instruction[])[] = [];
  for (const template of templates) bodies.push(...(await follow(template, 0)));
  return bodies;
}

/** The templates in a value: its root, or those inside of it. */
async function templatesAt(
  ref: string,
  { lookUp, complain, room }: Means,
): Promise<readonly Template[]> {
  const reference = parseReference(ref);
  if (reference === undefined) throw new UnusableReference(`${ref} is not index:handle`);
  const value = await lookUp.referencedValue(reference).catch((error: unknown) => {
    complain(`${ref} could not be resolved: ${error instanceof Error ? error.message : error}`);
    return undefined;
  });
  const text = value === undefined ? undefined : dataText(value.data);
  if (text === undefined) throw new UnusableReference(`there is no text at ${ref}`);
  const xml = readXml(text, room);
  if (!xml.ok) throw new UnusableReference(`${ref}: ${xml.message}`);
  const [root] = xml.roots;
  const elements = root.name === 'template' ? [root] : childElements(root);
  const templates = elements.filter((element) => element.name === 'template');
  if (templates.length === 0) throw new UnusableReference(`there is no template at ${ref}`);
  return templates.map(parseTemplate);
}

function parseReference(ref: string): Reference | undefined {
  const parts = /^\s*(\d{1,9}):(.+)$/s.exec(ref);
  return parts === null ? undefined : { index: Number(parts[1]), handle: (parts[2] ?? '').trim() };
}
