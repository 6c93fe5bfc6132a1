import { XmlRoom } from '../xml/xml-room.ts';
import { MAX_ADDRESS_RANGES } from './limits.ts';

/** What reading one record may still cost; all of its values share it. */
export interface RecordRoom {
  readonly xml: XmlRoom;
  /** Ranges of addresses. */
  addresses: number;
}

export function recordRoom(): RecordRoom {
  return { xml: new XmlRoom(), addresses: MAX_ADDRESS_RANGES };
}
