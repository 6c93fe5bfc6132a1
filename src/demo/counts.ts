import type { Handle } from '../handle/handle.ts';
import { MAX_COUNTED_HANDLES } from './limits.ts';
import { storageKey } from './record-store.ts';

/** The doors of a demo server. */
export type DoorProtocol = 'udp' | 'tcp' | 'http';

/** What a server has seen since it started, or since {@link Counts.reset}. */
export class Counts {
  /** Whole requests that arrived, readable or not. */
  readonly requests: Record<DoorProtocol, number> = { udp: 0, tcp: 0, http: 0 };
  /** Datagrams that arrived, those dropped on purpose included. */
  datagramsReceived = 0;
  datagramsSent = 0;
  /** Datagrams dropped on purpose, in either direction. */
  datagramsDropped = 0;
  readonly #handles = new Map<string, number>();

  /** How many requests asked for this handle, in any ASCII case and whatever the opcode. */
  of(handle: Handle): number {
    return this.#handles.get(storageKey(handle)) ?? 0;
  }

  /** Requests that name no handle do not count, nor do names beyond a cap. */
  addHandle(handle: Handle): void {
    if (handle === '') return;
    const key = storageKey(handle);
    const before = this.#handles.get(key);
    if (before === undefined && this.#handles.size >= MAX_COUNTED_HANDLES) return;
    this.#handles.set(key, (before ?? 0) + 1);
  }

  reset(): void {
    this.requests.udp = 0;
    this.requests.tcp = 0;
    this.requests.http = 0;
    this.datagramsReceived = 0;
    this.datagramsSent = 0;
    this.datagramsDropped = 0;
    this.#handles.clear();
  }
}
