import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { Permission } from '../handle/permission.ts';
import { isEverything, isSelected, type Selection } from '../handle/selection.ts';
import { type Namespace, namespaceOf } from '../namespace/parse-namespace.ts';
import { valueBytes } from '../protocol/value.ts';

/** What a server may give of a record. */
export type Selected =
  | {
      readonly kind: 'values';
      /** Count and values as they stand in an answer. */
      readonly list: Uint8Array;
    }
  | { readonly kind: 'none' }
  /** A selected value is not for everybody, and the client did not say that it can do without. */
  | { readonly kind: 'restricted'; readonly administratorsMayRead: boolean };

/** A record and its values as bytes, which are prepared when first asked for. */
export class StoredRecord {
  readonly handle: Handle;
  readonly values: readonly HandleValue[];
  #encoded: readonly Uint8Array[] | undefined;
  #publicRecord: Selected | undefined;
  /** `none` once it is known that there is none. */
  #namespace: Namespace | 'none' | undefined;

  constructor(handle: Handle, values: readonly HandleValue[]) {
    this.handle = handle;
    this.values = values;
  }

  /** The namespace that everybody can read in it, parsed when first asked for. */
  get publicNamespace(): Namespace | undefined {
    this.#namespace ??= namespaceOf(this.values.filter(isPublic), ignore) ?? 'none';
    return this.#namespace === 'none' ? undefined : this.#namespace;
  }

  /** The values that a request asks for (RFC 3652 section 3.1), in the order they are stored. */
  select(selection: Selection, publicOnly: boolean): Selected {
    if (publicOnly && isEverything(selection)) {
      this.#publicRecord ??= this.#list(isPublic);
      return this.#publicRecord;
    }
    const restricted = publicOnly
      ? undefined
      : this.values.find((value) => !isPublic(value) && isSelected(selection, value));
    if (restricted !== undefined) {
      const administratorsMayRead = (restricted.permissions & Permission.adminRead) !== 0;
      return { kind: 'restricted', administratorsMayRead };
    }
    return this.#list((value) => isPublic(value) && isSelected(selection, value));
  }

  #list(wanted: (value: HandleValue) => boolean): Selected {
    this.#encoded ??= this.values.map(valueBytes);
    const chosen = this.#encoded.filter((_, position) =>
      wanted(this.values[position] as HandleValue),
    );
    if (chosen.length === 0) return { kind: 'none' };
    const count = Buffer.alloc(4);
    count.writeUInt32BE(chosen.length);
    return { kind: 'values', list: Buffer.concat([count, ...chosen]) };
  }
}

/** What cannot be read in a namespace is the business of those who use it. */
function ignore(): void {}

/** Whether everybody may read the value. */
export function isPublic(value: HandleValue): boolean {
  return (value.permissions & Permission.publicRead) !== 0;
}
