import { asciiUpper } from '../handle/ascii.ts';
import { type Handle, isGlobalHandle, prefixOf, suffixOf } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { ValueType } from '../handle/value-type.ts';
import { storageKey, withPrefix } from './record-store.ts';
import type { Records } from './records-file.ts';
import type { ServiceName } from './services.ts';

/** Where a prefix lives in the demo network and how a client finds it. */
export interface PrefixHome {
  /** As written where it occurs first. */
  readonly prefix: string;
  /** The service that holds its records. */
  readonly service: ServiceName;
  /** What `0.NA/<prefix>` says: the site, the handle of a service, or only what was given for it. */
  readonly named: 'by-site' | 'by-service-handle' | 'as-given';
  /** Who holds `0.NA/<prefix>`. */
  readonly registry: 'root' | 'delegate';
}

/** The values that are given for the handle of a prefix. */
export type GivenValues = (prefix: string) => readonly HandleValue[];

/** Who gets which prefix, by sorted order; all that come later are found directly as well. */
const ROLES: readonly Pick<PrefixHome, 'service' | 'named'>[] = [
  { service: 'plain', named: 'by-site' },
  { service: 'served', named: 'by-service-handle' },
  { service: 'hashed', named: 'by-site' },
  { service: 'dsa', named: 'by-site' },
];

const LATER = { service: 'plain', named: 'by-site' } as const;

/** Types whose presence says that a prefix record is complete as given. */
const COMPLETE_TYPES: ReadonlySet<string> = new Set([
  ValueType.site,
  ValueType.serv,
  ValueType.alias,
]);

/** Types that send those who look for a derived prefix to another service. */
const DELEGATING_TYPES: ReadonlySet<string> = new Set([
  ValueType.sitePrefix,
  ValueType.naDelegate,
  ValueType.servPrefix,
]);

/**
 * Gives every prefix that occurs a home, in sorted order. Names that the global registry answers
 * for have none: they live on the root.
 */
export function homePrefixes(records: Records): readonly PrefixHome[] {
  const given = givenFor(records);
  let turn = 0;
  return prefixesIn(records).map((prefix): PrefixHome => {
    const registry = isDelegated(prefix, given) ? 'delegate' : 'root';
    if (given(prefix).some((value) => COMPLETE_TYPES.has(asciiUpper(value.type)))) {
      return { prefix, service: 'plain', named: 'as-given', registry };
    }
    if (registry === 'delegate') return { prefix, service: 'delegate', named: 'by-site', registry };
    const role = ROLES[turn] ?? LATER;
    turn += 1;
    return { prefix, ...role, registry };
  });
}

/** The prefix whose `0.NA/<prefix>` a handle is; undefined when it is no such handle. */
export function prefixNamedBy(handle: Handle): string | undefined {
  if (!handle.includes('/') || asciiUpper(prefixOf(handle)) !== '0.NA') return undefined;
  const prefix = suffixOf(handle);
  // The registry answers for names under such a prefix without looking it up.
  return prefix.includes('/') || isGlobalHandle(`${prefix}/`) ? undefined : prefix;
}

/** Whether the value sends those who look for a derived prefix to another service. */
export function isDelegating(value: HandleValue): boolean {
  return DELEGATING_TYPES.has(value.type);
}

/** `a.b` and `a` for `a.b.c`. */
export function ancestorsOf(prefix: string): readonly string[] {
  const parts = prefix.split('.');
  return parts.slice(1).map((_, dropped) => parts.slice(0, parts.length - 1 - dropped).join('.'));
}

function isDelegated(prefix: string, given: GivenValues): boolean {
  return ancestorsOf(prefix).some((ancestor) => given(ancestor).some(isDelegating));
}

/** @returns each prefix once, in the order of its upper-case form */
function prefixesIn(records: Records): readonly string[] {
  const prefixes = new Map<string, string>();
  for (const handle of records.keys()) {
    const prefix = isGlobalHandle(handle) ? prefixNamedBy(handle) : prefixOf(handle);
    if (prefix === undefined) continue;
    const key = asciiUpper(prefix);
    if (!prefixes.has(key)) prefixes.set(key, prefix);
  }
  return [...prefixes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, prefix]) => prefix);
}

/** @returns what the records say in `0.NA/<prefix>`; nothing for most prefixes */
export function givenFor(records: Records): GivenValues {
  const byKey = new Map(
    [...records].map(([handle, values]) => [storageKey(withPrefix(handle)), values]),
  );
  return (prefix) => byKey.get(storageKey(`0.NA/${prefix}`)) ?? [];
}
