import { asciiUpper } from '../../handle/ascii.ts';
import {
  comparisonForm,
  type Handle,
  prefixHandleOf,
  ROOT_PREFIX_HANDLE,
} from '../../handle/handle.ts';
import { objectAt, textAt } from '../json/members.ts';

/** One thing that the holder of a certificate may sign, as its `perms` have it. */
export interface SigningRight {
  /** One of those in {@link maySign}; other words grant nothing. */
  readonly perm: string;
  /** What it is about; everything needs none. */
  readonly handle?: Handle;
}

/** @throws ProtocolError `json` */
export function signingRightAt(json: unknown, path: string): SigningRight {
  const { perm, handle } = objectAt(json, path);
  return {
    perm: textAt(perm, `${path}.perm`),
    ...(handle != null && { handle: textAt(handle, `${path}.handle`) }),
  };
}

/** Whether one of the rights is to sign this handle. */
export function maySign(rights: readonly SigningRight[], signed: Handle): boolean {
  return rights.some((right) => covers(right, signed));
}

function covers({ perm, handle }: SigningRight, signed: Handle): boolean {
  if (perm === 'everything') return true;
  if (handle === undefined) return false;
  const isUnderPrefix = prefixHandleOf(signed) === asciiUpper(handle);
  switch (perm) {
    case 'thisHandle':
      return isUnderPrefix || comparisonForm(signed) === comparisonForm(handle);
    case 'handlesUnderThisPrefix':
      return isUnderPrefix;
    case 'derivedPrefixes': {
      if (prefixHandleOf(handle) !== ROOT_PREFIX_HANDLE) return false;
      const derived = `${asciiUpper(handle)}.`;
      return asciiUpper(signed).startsWith(derived) || prefixHandleOf(signed).startsWith(derived);
    }
    default:
      return false;
  }
}
