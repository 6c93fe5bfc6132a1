import type { Socket } from 'node:net';

export interface HostileAnswer {
  readonly name: string;
  /** What it is counted under. */
  readonly outcome: string;
  readonly answer: (socket: Socket) => void;
}

const HEAD = 'HTTP/1.1 302 Found\r\nLocation: https://example.org/\r\n';

const writing = (text: string) => (socket: Socket) =>
  void socket.once('data', () => socket.end(text));

/** How a proxy may answer, or not. */
export const HOSTILE_ANSWERS: readonly HostileAnswer[] = [
  {
    name: 'nothing',
    outcome: 'connection closed',
    answer: (socket) => void socket.once('data', () => socket.destroy()),
  },
  {
    name: 'less than it announced',
    outcome: 'answer cut short',
    answer: writing(`${HEAD}Content-Length: 100\r\n\r\nabc`),
  },
  {
    name: 'a part of its chunks',
    outcome: 'answer cut short',
    answer: writing(`${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n`),
  },
  {
    name: 'something else than HTTP',
    outcome: 'an answer that is no HTTP',
    answer: writing('220 mail.example ready\r\n'),
  },
  {
    name: 'header fields without end',
    outcome: 'header fields too large',
    answer: writing(`${HEAD}X: ${'x'.repeat(200_000)}\r\n\r\n`),
  },
  {
    name: 'a body without end',
    outcome: 'answer too large',
    answer: (socket) => {
      const chunk = Buffer.alloc(65_536);
      const fill = () => {
        let isTaken = true;
        while (isTaken && !socket.destroyed) isTaken = socket.write(chunk);
      };
      socket.on('drain', fill).once('data', () => {
        socket.write(`${HEAD}\r\n`);
        fill();
      });
    },
  },
];
