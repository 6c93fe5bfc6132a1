import { answerOf } from '../kit/answer-of.ts';
import { startChild } from '../kit/child.ts';
import { FreshHandles } from '../kit/fresh-handles.ts';
import { httpRounds, of } from '../kit/http-rounds.ts';
import { neverSeen } from '../kit/never-seen.ts';
import { startProgram } from '../kit/start-program.ts';
import { figureOf, type Suite } from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';
import { startYardstick } from '../kit/yardstick.ts';

const STEM = '20.500.1/none-';

/** Handles that do not exist, the first time and then. */
export const notFound: Suite = {
  name: 'not-found',
  summary: 'handles that do not exist: the first time, and when that is remembered',
  run: (effort, progress) =>
    withChildren(async (keep) => {
      const servers = await keep(startChild('handle-server'));
      const { bootstrap } = servers.ready;
      const library = await keep(startChild('library', { bootstrap }));
      const program = await keep(startProgram(bootstrap, ['--trust', 'off']));
      const driver = await keep(startChild('distinct-driver'));
      const yardstick = await startYardstick(keep, effort.seconds);
      const generator = await keep(startChild('generator'));
      const { url } = program;
      const kind = { name: 'not-found', stem: STEM, outcome: 'handle-not-found', status: 404 };
      const parties = { library, servers, driver, program, yardstick };
      const first = await neverSeen(kind, parties, new FreshHandles(), effort, progress);

      const found = `${url}/20.500.1/bench-1`;
      const locations = ['https://example.org/20.500.1/bench-1'];
      const missing = `${url}/${STEM}again`;
      const redirect = await answerOf(found, { status: 302, locations });
      const page = await answerOf(missing, { status: 404 });
      const before = await servers.ask<number>('received');
      const rounds = await httpRounds(
        generator,
        {
          redirect: { child: program, url: found, status: 302, bodies: [redirect.body] },
          'not found': { child: program, url: missing, status: 404, bodies: [page.body] },
        },
        effort,
        (text) => progress(`not-found: ${text}`),
      );
      const exchanges = (await servers.ask<number>('received')) - before;
      const cached = figureOf(
        { name: 'not-found/cached/cpu', unit: 'µs/request' },
        of(rounds['not found'], 'cpu'),
        { name: 'redirect', rounds: of(rounds.redirect, 'cpu') },
      );
      const rate = figureOf(
        { name: 'not-found/cached/throughput', unit: 'requests/s' },
        of(rounds['not found'], 'perSecond'),
      );
      const asked = {
        name: 'not-found/cached/datagrams in all',
        unit: '',
        value: exchanges,
        // A record may be fetched ahead meanwhile.
        aim: { most: 10 },
      };
      return { figures: [...first, cached, rate, asked] };
    }),
};
