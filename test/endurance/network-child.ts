import { startDemoNetwork } from '../../src/demo/index.ts';
import { forger } from './forger.ts';
import { type Order, type Question, recordsOf } from './network-process.ts';

/** A handle network in a process of its own, which does what it is told. */
const network = await startDemoNetwork({ records: recordsOf(process.argv[2] ?? '') });
const forging = await forger(network.server('plain').addresses.udp.port);

process.on('message', ({ id, order }: Question) => {
  void obey(order).then((answer) => process.send?.({ id, answer }));
});
process.once('disconnect', () => process.exit());
process.send?.({
  id: 0,
  answer: { bootstrap: network.bootstrap, forgerPort: forging.port },
});

async function obey(order: Order): Promise<unknown> {
  const isRoot = (name: string) => name === 'root';
  const meant = network.servers.filter(
    ({ name }) => order.whom === 'all' || isRoot(name) === (order.whom === 'root'),
  );
  switch (order.what) {
    case 'doors':
      for (const { faults } of meant) {
        for (const protocol of ['udp', 'tcp', 'http'] as const) {
          await faults.setDoor(protocol, order.state);
        }
      }
      return undefined;
    case 'faults':
      for (const { faults } of meant) {
        faults.dropShare = order.dropShare ?? 0;
        faults.delayMs = order.delayMs ?? 0;
        faults.odd = order.odd;
      }
      return undefined;
    case 'heal':
      await Promise.all(meant.map(({ faults }) => faults.heal()));
      return undefined;
    case 'requests':
      return meant.reduce(
        (sum, { counts }) => sum + counts.requests.udp + counts.requests.tcp + counts.requests.http,
        0,
      );
    case 'forge':
      return forging.perAnswer(order.count);
  }
}
