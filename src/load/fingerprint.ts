/** A number of 32 bits that differs where texts or bytes differ, but for accidents (FNV-1a). */
export function fingerprint(data: string | Uint8Array, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < data.length; i++) {
    const unit = typeof data === 'string' ? data.charCodeAt(i) : (data[i] as number);
    hash = Math.imul(hash ^ unit, 0x01000193);
  }
  return hash | 0;
}
