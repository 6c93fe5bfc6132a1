/** What can go wrong, by the names that stay, with the keys of the words for it. */
export const PROBLEMS: readonly {
  readonly name: string;
  readonly title: string;
  readonly what: string;
}[] = [
  problem('handle-not-found', 'notFound'),
  problem('prefix-not-found', 'prefixNotFound'),
  problem('values-not-found', 'valuesNotFound'),
  problem('inactive-prefix', 'inactive'),
  problem('restricted', 'restricted'),
  problem('alias-loop', 'aliasLoop'),
  problem('alias-chain-too-long', 'aliasChain'),
  problem('alias-dangling', 'aliasDangling'),
  problem('timeout', 'unreachable'),
  problem('unreachable', 'unreachable'),
  problem('busy', 'busy'),
  problem('bad-answer', 'badAnswer'),
  problem('bad-signature', 'badAnswer', 'badSignature'),
  problem('service-loop', 'badAnswer'),
  problem('referral-loop', 'badAnswer'),
  problem('too-many-exchanges', 'badAnswer'),
  problem('bad-escape', 'garbled', 'badEscape'),
  problem('bad-target', 'garbled', 'badTarget'),
  problem('bad-body', 'badBody'),
  problem('too-long', 'tooLong'),
  problem('body-too-long', 'bodyTooLong'),
  problem('no-handle', 'noHandle'),
  problem('nothing-here', 'nothingHere'),
  problem('method', 'method'),
  problem('overloaded', 'overloaded'),
  problem('unexpected', 'unexpected'),
];

function problem(name: string, words: string, more = words) {
  return { name, title: `${words}.title`, what: `${more}.what` };
}
