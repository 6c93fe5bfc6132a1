/** Something with datagrams to send. */
export interface Sender {
  sendNow(datagrams: readonly Uint8Array[]): void;
}

/**
 * Sends what comes alone at once. What comes after it in the same turn of the event loop is held back
 * until all that has come in this turn has been dealt with, then sent together, and so is what comes in
 * the turns that follow, until one brings nothing. Each datagram sent may wake a server or a network
 * card: fifty in a row wake it once, and on the same machine they do not take the processor from us
 * after each.
 */
export class Outbox {
  #isHolding = false;
  #senders: Sender[] = [];
  #datagrams: (readonly Uint8Array[])[] = [];

  add(sender: Sender, datagrams: readonly Uint8Array[]): void {
    if (this.#isHolding) {
      this.#senders.push(sender);
      this.#datagrams.push(datagrams);
      return;
    }
    this.#isHolding = true;
    setImmediate(this.#endTurn);
    sender.sendNow(datagrams);
  }

  readonly #endTurn = (): void => {
    const senders = this.#senders;
    const datagrams = this.#datagrams;
    this.#isHolding = senders.length > 0;
    if (!this.#isHolding) return;
    setImmediate(this.#endTurn);
    this.#senders = [];
    this.#datagrams = [];
    for (const [position, sender] of senders.entries()) sender.sendNow(datagrams[position] ?? []);
  };
}
