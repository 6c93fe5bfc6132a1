import { connect, type Socket } from 'node:net';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

/** Requests as fast as the answers come, by a client that does no more than it must. */
export interface RawJob {
  readonly port: number;
  readonly path: string;
  readonly connections: number;
  readonly seconds: number;
  /** The only right ones; the body is ASCII, its length announced. */
  readonly status: number;
  readonly location: string;
  readonly body: string;
}

export interface RawOutcome {
  readonly right: number;
  readonly wrong: number;
  readonly perSecond: number;
  /** The processor time of this process, as a share of one core. */
  readonly busy: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Several workers answer more than any client library can ask. Here an answer costs a few comparisons:
 * the status line, the Location, the body, and that nothing comes after it.
 */
async function run(job: RawJob): Promise<RawOutcome> {
  const { port, path, connections, seconds } = job;
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  const isRight = checkerFor(job);
  let right = 0;
  let wrong = 0;
  let isOver = false;

  function converse(socket: Socket): void {
    let rest: Buffer | undefined;
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => {
      if (!isOver) wrong += 1;
    });
    socket.on('data', (chunk: Buffer) => {
      const answer = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
      const headEnd = answer.indexOf(HEAD_END);
      if (headEnd < 0 || answer.length < headEnd + HEAD_END.length + job.body.length) {
        rest = answer;
        return;
      }
      rest = undefined;
      if (isOver) return;
      if (isRight(answer, headEnd)) right += 1;
      else wrong += 1;
      socket.write(request);
    });
    socket.write(request);
  }

  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  for (const socket of sockets) converse(socket);
  await new Promise((done) => setTimeout(done, seconds * 1000));
  isOver = true;
  const ran = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const socket of sockets) socket.destroy();
  return { right, wrong, perSecond: right / ran, busy: (user + system) / 1e6 / ran };
}

function checkerFor({ status, location, body }: RawJob) {
  const first = Buffer.from(`HTTP/1.1 ${status} `);
  const field = Buffer.from(`\r\nlocation: ${location}\r\n`);
  const fieldAsWritten = Buffer.from(`\r\nLocation: ${location}\r\n`);
  const right = Buffer.from(body);
  return (answer: Buffer, headEnd: number): boolean => {
    const bodyAt = headEnd + HEAD_END.length;
    if (first.compare(answer, 0, first.length) !== 0) return false;
    if (answer.length !== bodyAt + right.length) return false;
    const fieldAt = Math.max(answer.indexOf(field), answer.indexOf(fieldAsWritten));
    if (fieldAt < 0 || fieldAt > headEnd) return false;
    return right.compare(answer, bodyAt) === 0;
  };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

await inputFromParent();
serveParent({}, { run });
