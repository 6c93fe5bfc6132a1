import { closed, int32, listOf, type Schema, schemaNamed, text } from './schema.ts';

const seconds = (description: string): Schema => ({
  type: 'number',
  description: `${description} In seconds since 1970.`,
});

/** What was found: whether it holds, and if not, why. */
const FINDING: Readonly<Record<string, Schema>> = {
  verdict: {
    description: 'Only `trusted` is good. New ones may come.',
    type: 'string',
    examples: ['trusted', 'unsigned', 'digest-mismatch', 'untrusted-chain', 'expired'],
  },
  reason: text('The verdict, or where it has several reasons, which.'),
  why: text('The same in a sentence.'),
  at: text('The value it is about, `index:handle`.'),
  name: text('What was found there, or looked for.'),
  values: listOf({ type: 'integer' }, 'The indexes of the values it is about.'),
  time: seconds('When it ended, or will begin.'),
};

const ABOUT = ['at', 'name', 'values', 'time'];

const VALIDITY = closed('When it is valid.', {
  notBefore: seconds('From then on.'),
  expires: seconds('Until then.'),
  issuedAt: seconds('When it was made.'),
});

/** What `verify` tells. */
export const TRUST_SCHEMAS: Readonly<Record<string, Schema>> = {
  Finding: closed('What was found.', FINDING, ABOUT),
  Trust: closed(
    'Whether the record is signed by keys that lead back to the root key in the bootstrap.',
    {
      handle: text('Whose record was checked.'),
      ...FINDING,
      checkedAt: seconds('The instant this holds for.'),
      signatures: listOf(schemaNamed('Signature'), 'One for each HS_SIGNATURE value.'),
      unsigned: listOf({ type: 'integer' }, 'Indexes of values that no trusted signature covers.'),
      unchecked: { type: 'integer', description: 'Signatures beyond those that were checked.' },
    },
    ABOUT,
  ),
  Signature: closed(
    'An HS_SIGNATURE value; what it says of itself is missing where it cannot be read.',
    {
      index: int32('Of the value.'),
      ...FINDING,
      signer: text('Whose key it says it was made with, `index:handle`.'),
      subject: text('The handle it says it signs.'),
      algorithm: text('As in its header: `RS256`, `DS256`, …'),
      digestAlgorithm: text('Of the digests of values.'),
      validity: VALIDITY,
      covers: listOf(
        closed('A value that is signed.', {
          index: int32('Of the value.'),
          digest: { enum: ['holds', 'differs', 'missing'] },
        }),
        'The values that are signed.',
      ),
      chain: listOf(
        schemaNamed('Certificate'),
        "The certificates, the signer's first, the root's last, as far as they were found.",
      ),
    },
    [...ABOUT, 'signer', 'subject', 'algorithm', 'digestAlgorithm', 'validity'],
  ),
  Certificate: closed('An HS_CERT value.', {
    certificate: text('The value, `index:handle`.'),
    subject: text('Whose key it certifies, `index:handle`.'),
    issuer: text('Who signed it, `index:handle`.'),
    algorithm: text('As in its header.'),
    key: text('Kind and bits of the key: `RSA 2048`.'),
    rights: listOf(
      closed(
        'One thing that its holder may sign.',
        { perm: text('`everything`, `thisHandle`, …'), handle: text('What it is about.') },
        ['handle'],
      ),
      'What its holder may sign.',
    ),
    validity: VALIDITY,
    problems: listOf(
      schemaNamed('Finding'),
      'What is wrong with it, the certificates above it apart.',
    ),
  }),
};
