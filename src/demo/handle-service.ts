import type { KeyObject } from 'node:crypto';
import type { Handle } from '../handle/handle.ts';
import type { ProtocolVersion, Site } from '../handle/site.ts';
import type { RecordStore } from './record-store.ts';
import type { StoredRecord } from './stored-record.ts';

/** What one handle server knows: all that its answers depend on besides request and time. */
export interface HandleService {
  /** The newest version of the protocol that it speaks. */
  readonly version: ProtocolVersion;
  readonly privateKey: KeyObject;
  /** The site it belongs to, as published. */
  readonly site: Site;
  /** Its place among the servers of the site. */
  readonly serverIndex: number;
  readonly records: RecordStore;
  /** Whether the handle's prefix lives here, on whichever server of the site. */
  readonly isHome: (handle: Handle) => boolean;
  /** Looks a derived prefix up at its own registry, for clients that know no referrals. */
  readonly elsewhere: (handle: Handle) => StoredRecord | undefined;
  /** Makes the record of a handle that is not stored, where a template says how. */
  readonly expand: (handle: Handle) => Promise<StoredRecord | undefined> | undefined;
  /** Unpredictable bytes for challenges. */
  readonly randomBytes: (length: number) => Uint8Array;
}
