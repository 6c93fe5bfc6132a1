import type { UpstreamProtocol } from '../events.ts';
import { MIN_SLICE_MS, STREAM_SLICE_MS, UDP_SLICE_MS } from './limits.ts';

/**
 * How much of the time left one server may take: all of it when nobody is left to ask after it,
 * otherwise about half, so that a dead one leaves something for the next.
 */
export function sliceMs(protocol: UpstreamProtocol, remainingMs: number, isLast: boolean): number {
  if (isLast) return remainingMs;
  const most = protocol === 'udp' ? UDP_SLICE_MS : STREAM_SLICE_MS;
  return Math.min(most, Math.max(remainingMs / 2, MIN_SLICE_MS), remainingMs);
}
