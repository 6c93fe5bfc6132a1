import type { Observer } from '../events.ts';

/** One observer that tells all of these; what none of them wants is not observed at all. */
export function joinObservers(...observers: readonly Observer[]): Observer {
  const names = new Set(observers.flatMap((observer) => Object.keys(observer)));
  return Object.fromEntries(
    [...names].map((name) => [name, joined(observers.map((each) => each[name as keyof Observer]))]),
  );
}

type Listener = (event: never) => void;

function joined(all: readonly (Listener | undefined)[]): Listener | undefined {
  const [first, ...others] = all.filter((each) => each !== undefined);
  if (others.length === 0) return first;
  return (event) => {
    first?.(event);
    for (const other of others) other(event);
  };
}
