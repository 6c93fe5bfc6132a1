/** A public key; integers are unsigned, big-endian, without leading zeros. */
export type PublicKey =
  | { readonly kty: 'RSA'; readonly n: Uint8Array; readonly e: Uint8Array }
  | {
      readonly kty: 'DSA';
      readonly y: Uint8Array;
      readonly p: Uint8Array;
      readonly q: Uint8Array;
      readonly g: Uint8Array;
    };
