import { afterEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/transport/endpoint.ts';
import { HttpPools } from '../../src/transport/http-pools.ts';

const HTTP: Endpoint = { protocol: 'http', address: '127.0.0.1', port: 8000 };
const HTTPS: Endpoint = { ...HTTP, protocol: 'https' };
const NO_KEY = new Uint8Array(0);

let pools = new HttpPools();

afterEach(() => pools.close());

describe('the pools of HTTP connections', () => {
  it('are one for each server', () => {
    pools = new HttpPools();
    const pool = pools.take(HTTP, NO_KEY);
    expect(pools.take({ ...HTTP }, NO_KEY)).toBe(pool);
    expect(pools.take({ ...HTTP, port: 8001 }, NO_KEY)).not.toBe(pool);
    expect(pools.take({ ...HTTP, address: '127.0.0.2' }, NO_KEY)).not.toBe(pool);
    expect(pools.take(HTTPS, NO_KEY)).not.toBe(pool);
  });

  it('are one for each key and name of a server over HTTPS', () => {
    pools = new HttpPools();
    const pool = pools.take(HTTPS, Uint8Array.of(1));
    expect(pools.take(HTTPS, Uint8Array.of(1))).toBe(pool);
    expect(pools.take(HTTPS, Uint8Array.of(2))).not.toBe(pool);
    expect(pools.take({ ...HTTPS, host: 'handle.example' }, Uint8Array.of(1))).not.toBe(pool);
  });

  it('make room for others, the least recently used idle one first', () => {
    pools = new HttpPools(2);
    const [a, b, c, d] = [1, 2, 3, 4].map((n) => ({ ...HTTP, port: 8000 + n })) as [
      Endpoint,
      Endpoint,
      Endpoint,
      Endpoint,
    ];
    const first = pools.take(a, NO_KEY);
    const second = pools.take(b, NO_KEY);
    if (first === undefined || second === undefined) throw new Error('no pool');
    expect(pools.take(c, NO_KEY)).toBeUndefined();
    pools.release(first, false);
    pools.release(second, false);
    const again = pools.take(a, NO_KEY);
    expect(again).toBe(first);
    expect(pools.take(c, NO_KEY)).toBeDefined();
    expect(pools.size).toBe(2);
    expect(second.pool.destroyed).toBe(true);
    expect(first.pool.destroyed).toBe(false);
    expect(pools.take(d, NO_KEY)).toBeUndefined();
  });

  it('are given up with the last exchange when that was broken off', () => {
    pools = new HttpPools();
    const pool = pools.take(HTTP, NO_KEY);
    pools.take(HTTP, NO_KEY);
    if (pool === undefined) throw new Error('no pool');
    pools.release(pool, true);
    expect(pool.pool.destroyed).toBe(false);
    pools.release(pool, true);
    expect(pool.pool.destroyed).toBe(true);
    expect(pools.size).toBe(0);
  });
});
