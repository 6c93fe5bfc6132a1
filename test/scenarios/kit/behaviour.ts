import { chanceOf } from '../../../src/demo/chance.ts';
import type { DoorProtocol } from '../../../src/demo/counts.ts';
import type { OddAnswer, OddOccasion } from '../../../src/demo/odd-answer.ts';
import { sameHandle } from '../../../src/handle/handle.ts';
import type { HandleValue } from '../../../src/handle/handle-value.ts';
import type { Random } from '../../../src/system.ts';
import { duration } from './duration.ts';
import { onlyMembers } from './members.ts';
import type { Behaviour, Behaviours } from './scenario.ts';
import type { DoorLook } from './virtual-host.ts';

const MEMBERS = [
  'do',
  'from',
  'to',
  'protocols',
  'handles',
  'share',
  'every',
  'times',
  'after',
  'referTo',
  'referToService',
];

/** Words for answers that are codes. */
const CODES: Readonly<Record<string, number>> = {
  error: 2,
  busy: 3,
  'protocol error': 4,
  'not supported': 5,
  backup: 7,
  'not found': 100,
  'values not found': 200,
  'stale site': 300,
  'not responsible': 301,
  'needs rights': 401,
  'needs login': 402,
};

const ODD: Readonly<Record<string, OddAnswer>> = {
  well: { kind: 'right' },
  silent: { kind: 'none' },
  'hang up': { kind: 'hang-up' },
  slow: { kind: 'slow', everyMs: 10 },
  'wrong id': { kind: 'other-request-id' },
  'wrong handle': { kind: 'other-handle', handle: '10.1/somebody-else' },
  'wrong operation': { kind: 'other-opcode' },
  'wrong port': { kind: 'other-port' },
  expired: { kind: 'expired' },
  'bad digest': { kind: 'bad-digest' },
  'bad signature': { kind: 'bad-signature' },
  unsigned: { kind: 'unsigned' },
  corrupt: { kind: 'corrupt' },
  garbage: { kind: 'garbage' },
  truncated: { kind: 'truncated' },
  duplicate: { kind: 'duplicate-fragments' },
  reorder: { kind: 'reversed-fragments' },
  'missing fragment': { kind: 'missing-fragment' },
};

const LOOKS: Readonly<Record<string, DoorLook>> = {
  refuse: 'closed',
  dead: 'dead',
  'no route': 'no-route',
};

/** One thing a server does, with when it does it. */
interface Rule {
  readonly isDue: (protocol: DoorProtocol, now: number) => boolean;
  readonly isMeant: (occasion: OddOccasion) => boolean;
  readonly happens: () => boolean;
  readonly odd: OddAnswer | undefined;
  readonly look: DoorLook | undefined;
  readonly loses: boolean;
}

/** What one server does in the course of a scenario. */
export class ServerBehaviour {
  readonly #random: Random;
  readonly #elapsed: () => number;
  readonly #sitesOf: (service: string) => readonly HandleValue[];
  #rules: readonly Rule[] = [];

  constructor(
    random: Random,
    elapsed: () => number,
    sitesOf: (service: string) => readonly HandleValue[],
  ) {
    this.#random = random;
    this.#elapsed = elapsed;
    this.#sitesOf = sitesOf;
  }

  /** From now on it does this. Of several that fit, the first counts. */
  set(behaviours: Behaviours): void {
    const list =
      typeof behaviours === 'object' && 'length' in behaviours ? behaviours : [behaviours];
    this.#rules = list.map((each) => this.#read(typeof each === 'string' ? { do: each } : each));
  }

  look(protocol: DoorProtocol): DoorLook {
    const now = this.#elapsed();
    const found = this.#rules.find(({ look, isDue }) => look !== undefined && isDue(protocol, now));
    return found?.look ?? 'open';
  }

  odd(occasion: OddOccasion): OddAnswer | undefined {
    const now = this.#elapsed();
    const found = this.#rules.find(
      ({ odd, isDue, isMeant, happens }) =>
        odd !== undefined && isDue(occasion.protocol, now) && isMeant(occasion) && happens(),
    );
    return found?.odd;
  }

  loses(): boolean {
    const now = this.#elapsed();
    return this.#rules.some(({ loses, isDue, happens }) => loses && isDue('udp', now) && happens());
  }

  #read(behaviour: Behaviour): Rule {
    onlyMembers('a behaviour', behaviour, MEMBERS);
    const { protocols, handles } = behaviour;
    const from = behaviour.from === undefined ? 0 : duration(behaviour.from);
    const to = behaviour.to === undefined ? Number.POSITIVE_INFINITY : duration(behaviour.to);
    const look = LOOKS[behaviour.do];
    const loses = behaviour.do === 'lose';
    const odd = look === undefined && !loses ? this.#oddOf(behaviour) : undefined;
    return {
      isDue: (protocol, now) =>
        now >= from && now < to && (protocols === undefined || protocols.includes(protocol)),
      isMeant: ({ handle }) =>
        handles === undefined || handles.some((meant) => sameHandle(meant, handle)),
      happens: chanceOf(behaviour, this.#random),
      odd,
      look,
      loses,
    };
  }

  #oddOf(behaviour: Behaviour): OddAnswer {
    const { do: does, after } = behaviour;
    const late = after === undefined ? {} : { afterMs: duration(after) };
    if (does === 'refer' || does === 'refer prefix') {
      const { referTo, referToService } = behaviour;
      return {
        kind: 'referral',
        code: does === 'refer' ? 302 : 303,
        ...(referTo !== undefined && { handle: referTo }),
        ...(referToService !== undefined && { values: this.#sitesOf(referToService) }),
        ...late,
      };
    }
    const code = CODES[does];
    if (code !== undefined) return { kind: 'code', code, ...late };
    const odd = ODD[does];
    if (odd === undefined) throw new SyntaxError(`nobody can do ${JSON.stringify(does)}`);
    return { ...odd, ...late };
  }
}
