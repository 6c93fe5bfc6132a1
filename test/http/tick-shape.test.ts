import { createHook } from 'node:async_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { keepTickShape } from '../../src/http/tick-shape.ts';

setFlagsFromString('--expose-gc');
setFlagsFromString('--allow-natives-syntax');
const gc = runInNewContext('gc') as () => void;
const haveSameClass = runInNewContext('(a, b) => %HaveSameMap(a, b)') as (
  a: unknown,
  b: unknown,
) => boolean;

/** What `process.nextTick` makes now. */
function nextTickObject(): unknown {
  let seen: unknown;
  const hook = createHook({
    init(_id, type, _trigger, made) {
      if (type === 'TickObject') seen = made;
    },
  }).enable();
  process.nextTick(() => {});
  hook.disable();
  return seen;
}

function keptBy(holder: object): unknown {
  const [symbol] = Object.getOwnPropertySymbols(holder);
  return symbol && Reflect.get(holder, symbol);
}

test('what is kept has the class of what ticks are made of after old memory was collected', async () => {
  const holder = {};
  keepTickShape(holder);
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((done) => setImmediate(done));
    gc();
  }
  expect(keptBy(holder)).toBeTypeOf('object');
  expect(haveSameClass(keptBy(holder), nextTickObject())).toBe(true);
});

test('nothing is seen of later ticks', async () => {
  const holder = {};
  keepTickShape(holder);
  const kept = keptBy(holder);
  await new Promise<void>((done) => process.nextTick(done));
  expect(keptBy(holder)).toBe(kept);
});
