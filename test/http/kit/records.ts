import { type HandleValue, TtlType } from '../../../src/handle/handle-value.ts';
import { valueFromJson } from '../../../src/protocol/json/value-json.ts';

/** A value as a test needs it: the rest is as usual. */
export function value(index: number, type: string, data: string | Uint8Array = ''): HandleValue {
  return {
    index,
    type,
    data: typeof data === 'string' ? new TextEncoder().encode(data) : data,
    timestamp: 1_735_689_600,
    ttlType: TtlType.relative,
    ttl: 86_400,
    permissions: 0b1110,
    references: [],
  };
}

export const url = (text: string, index = 1) => value(index, 'URL', text);

export const admin = valueFromJson({
  index: 100,
  type: 'HS_ADMIN',
  data: {
    format: 'admin',
    value: { handle: '0.NA/20.500.1', index: 300, permissions: '011111110011' },
  },
  timestamp: '2025-01-01T00:00:00Z',
});
