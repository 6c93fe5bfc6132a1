import type { Handle } from '../../handle/handle.ts';
import { ValueType } from '../../handle/value-type.ts';
import { responseCodeName } from '../../protocol/response-code.ts';
import type { Resolution, ResolveOptions } from '../resolution.ts';
import type { RecordSource, SourceAnswer } from './certificate-finder.ts';

/** Certificates, of whatever kind; an alias has no keys. */
const CERTIFICATES: ResolveOptions = { types: [`${ValueType.cert}.`], ignoreAliases: true };

/** Finds certificates as any other values are found. */
export function certificateSource(
  resolve: (handle: Handle, options: ResolveOptions) => Promise<Resolution>,
): RecordSource {
  return async (handle) => answerOf(await resolve(handle, CERTIFICATES));
}

function answerOf(resolution: Resolution): SourceAnswer {
  switch (resolution.outcome) {
    case 'found':
      return { values: resolution.values };
    case 'handle-not-found':
    case 'values-not-found':
      return { missing: responseCodeName(resolution.responseCode) };
    case 'prefix-not-found':
    case 'restricted':
    case 'alias-loop':
    case 'alias-chain-too-long':
    case 'alias-dangling':
      return { missing: resolution.message };
    default:
      return { unavailable: resolution.message };
  }
}
