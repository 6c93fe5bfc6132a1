import { createHook } from 'node:async_hooks';

const TICK_SHAPE = Symbol('tick shape');

/**
 * Keeps the hidden class of the objects that `process.nextTick` makes, as long as the holder lives.
 *
 * Their keys are computed, and V8 builds such objects fast as long as it knows the class that it saw
 * first. When old memory is collected and none of them happens to be alive, that class goes, and for
 * the rest of the process each one is built by the slow way. An answer takes six or seven of them, so
 * that is a fifth of its processor time. Only a hook gets hold of one; it is off again before anybody
 * else comes.
 */
export function keepTickShape(holder: object): void {
  const hook = createHook({
    init(_id, type, _trigger, made) {
      if (type === 'TickObject') Object.defineProperty(holder, TICK_SHAPE, { value: made });
    },
  });
  hook.enable();
  process.nextTick(() => {});
  hook.disable();
}
