import type { Observer } from '../events.ts';

/** One observer that tells all of these; what none of them wants is not observed at all. */
export function joinObservers(...observers: readonly Observer[]): Observer {
  const exchange = joined(observers.map((observer) => observer.exchange));
  const warning = joined(observers.map((observer) => observer.warning));
  const notice = joined(observers.map((observer) => observer.notice));
  const request = joined(observers.map((observer) => observer.request));
  return {
    ...(exchange && { exchange }),
    ...(warning && { warning }),
    ...(notice && { notice }),
    ...(request && { request }),
  };
}

type Listener<Event> = (event: Event) => void;

function joined<Event>(all: readonly (Listener<Event> | undefined)[]): Listener<Event> | undefined {
  const [first, ...others] = all.filter((each) => each !== undefined);
  if (others.length === 0) return first;
  return (event) => {
    first?.(event);
    for (const other of others) other(event);
  };
}
