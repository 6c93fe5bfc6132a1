/** Something with datagrams to send. */
export interface Sender {
  sendNow(datagrams: readonly Uint8Array[]): void;
}

/**
 * Holds datagrams back until all that has come in this turn of the event loop has been dealt with,
 * then sends them together. Each one sent may wake a server or a network card: fifty in a row wake it
 * once, and on the same machine they do not take the processor from us after each.
 */
export class Outbox {
  #senders: Sender[] = [];
  #datagrams: (readonly Uint8Array[])[] = [];

  add(sender: Sender, datagrams: readonly Uint8Array[]): void {
    this.#senders.push(sender);
    this.#datagrams.push(datagrams);
    if (this.#senders.length === 1) setImmediate(this.#send);
  }

  readonly #send = (): void => {
    const senders = this.#senders;
    const datagrams = this.#datagrams;
    this.#senders = [];
    this.#datagrams = [];
    for (const [position, sender] of senders.entries()) sender.sendNow(datagrams[position] ?? []);
  };
}
