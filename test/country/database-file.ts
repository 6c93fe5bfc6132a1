/** Makes files in MaxMind's format, so that every kind of record can be tested. */

type Field = string | number | bigint | { readonly [name: string]: Field } | readonly Field[];

/** A database of one node, in which 0.0.0.0/1 has the record and the rest has none. */
export function databaseFile(record: Field, type = 'Test-Country'): Uint8Array {
  const nodeCount = 1;
  const separator = 16;
  const node = [pointer(nodeCount + separator), pointer(nodeCount)];
  const metadata = field({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_760_000_000n,
    database_type: type,
    description: { en: 'test' },
    ip_version: 4,
    languages: ['en'],
    node_count: nodeCount,
    record_size: 24,
  });
  return Buffer.concat([
    ...node,
    Buffer.alloc(separator),
    field(record),
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    metadata,
  ]);
}

function pointer(to: number): Buffer {
  return Buffer.from([to >> 16, (to >> 8) & 0xff, to & 0xff]);
}

function field(data: Field): Buffer {
  if (typeof data === 'string') return Buffer.concat([control(2, data.length), Buffer.from(data)]);
  if (typeof data === 'number') return Buffer.concat([control(6, 4), bytes(BigInt(data), 4)]);
  if (typeof data === 'bigint') return Buffer.concat([control(9, 8), bytes(data, 8)]);
  if (Array.isArray(data)) {
    return Buffer.concat([control(11, data.length), ...data.map(field)]);
  }
  const entries = Object.entries(data);
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap(([name, value]) => [field(name), field(value)]),
  ]);
}

function control(type: number, size: number): Buffer {
  return type > 7 ? Buffer.from([size, type - 7]) : Buffer.from([(type << 5) | size]);
}

function bytes(value: bigint, count: number): Buffer {
  return Buffer.from(value.toString(16).padStart(count * 2, '0'), 'hex');
}
