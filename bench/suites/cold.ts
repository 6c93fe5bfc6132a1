import { startChild } from '../kit/child.ts';
import { FreshHandles } from '../kit/fresh-handles.ts';
import { neverSeen } from '../kit/never-seen.ts';
import { startProgram } from '../kit/start-program.ts';
import type { Suite } from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';
import { startYardstick } from '../kit/yardstick.ts';

/** Handles that nobody has asked for yet: one exchange with a known service each. */
export const cold: Suite = {
  name: 'cold',
  summary: 'handles never seen before, through the library and over HTTP',
  run: (effort, progress) =>
    withChildren(async (keep) => {
      const servers = await keep(startChild('handle-server'));
      const { bootstrap } = servers.ready;
      const library = await keep(startChild('library', { bootstrap }));
      const program = await keep(startProgram(bootstrap, ['--trust', 'off']));
      const driver = await keep(startChild('distinct-driver'));
      const yardstick = await startYardstick(keep, effort.seconds);
      const kind = { name: 'cold', stem: '20.500.1/bench-', outcome: 'found', status: 302 };
      const parties = { library, servers, driver, program, yardstick };
      return { figures: await neverSeen(kind, parties, new FreshHandles(), effort, progress) };
    }),
};
