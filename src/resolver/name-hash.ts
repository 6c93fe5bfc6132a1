/**
 * A hash of 32 bits. With a seed that nobody else knows, names that collide cannot be prepared.
 *
 * @param seed any whole number
 */
export function nameHash(name: string, seed: number): number {
  let hash = seed | 0;
  for (let position = 0; position < name.length; position += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(position), 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
