/** Refuses what nobody would look at: a misspelt expectation would always be met. */
export function onlyMembers(where: string, object: object, known: readonly string[]): void {
  for (const name of Object.keys(object)) {
    if (!known.includes(name)) throw new SyntaxError(`${where} has no member ${name}`);
  }
}
