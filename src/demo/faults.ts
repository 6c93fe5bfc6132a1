import type { Random } from '../system.ts';
import type { DoorProtocol } from './counts.ts';
import type { OddAnswer, OddAnswers, OddOccasion } from './odd-answer.ts';

/**
 * How a server is reachable by one protocol: it answers; nobody listens, so that clients are
 * refused at once; or it takes what comes and never answers.
 */
export type DoorState = 'open' | 'closed' | 'silent';

const PROTOCOLS: readonly DoorProtocol[] = ['udp', 'tcp', 'http'];

/** What a server does wrong, as it is told at run time. Nothing, to begin with. */
export interface Faults {
  /** The share of datagrams that get lost, each way and each for itself; 0 to 1. */
  dropShare: number;
  /** Says of each datagram, either way, whether it gets lost; besides those of `dropShare`. */
  loses: (() => boolean) | undefined;
  /** Decides which. */
  random: Random;
  /** How long every answer waits before it is sent, in milliseconds. */
  delayMs: number;
  /** Answers that differ from the right ones; a function chooses by the request. */
  odd: OddAnswer | OddAnswers | undefined;
  door(protocol: DoorProtocol): DoorState;
  /** Resolves when clients find it so. A door that opens again has the port it had. */
  setDoor(protocol: DoorProtocol, state: DoorState): Promise<void>;
  /** Takes everything back. */
  heal(): Promise<void>;
}

/** @param random is in place until another is set */
export function createFaults(
  random: Random,
  applyDoor: (protocol: DoorProtocol, state: DoorState) => Promise<void>,
): Faults {
  const doors: Record<DoorProtocol, DoorState> = { udp: 'open', tcp: 'open', http: 'open' };
  const faults: Faults = {
    dropShare: 0,
    loses: undefined,
    random,
    delayMs: 0,
    odd: undefined,
    door: (protocol) => doors[protocol],
    async setDoor(protocol, state) {
      if (doors[protocol] === state) return;
      doors[protocol] = state;
      await applyDoor(protocol, state);
    },
    async heal() {
      faults.dropShare = 0;
      faults.loses = undefined;
      faults.delayMs = 0;
      faults.odd = undefined;
      await Promise.all(PROTOCOLS.map((protocol) => faults.setDoor(protocol, 'open')));
    },
  };
  return faults;
}

/** The odd answer for this occasion, if one is due. */
export function oddAnswerFor(faults: Faults, occasion: OddOccasion): OddAnswer | undefined {
  return typeof faults.odd === 'function' ? faults.odd(occasion) : faults.odd;
}

/** Whether the datagram at hand gets lost. */
export function isLost(faults: Faults): boolean {
  if (faults.loses?.()) return true;
  return faults.dropShare > 0 && faults.random() < faults.dropShare;
}
