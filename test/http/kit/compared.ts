import { expect, onTestFinished } from 'vitest';
import { type AppOptions, createApp } from '../../../src/http/app.ts';
import { startServer } from '../../../src/http/server.ts';
import { type World, type WorldSettings, world } from '../../resolver/kit/world.ts';
import { type Answer, ask } from './serve.ts';

/** What one connection says is none of the record's. */
const OF_THE_CONNECTION = ['date', 'keep-alive', 'connection'];

/** A proxy on a fake clock and a fake network, whose quick way is compared with the straight one. */
export interface Compared extends World {
  /** Asks the quick way and the straight way; both have to say the same. */
  both(headers?: Record<string, string>): Promise<Answer>;
  /** Asks without comparing. */
  get(target?: string, headers?: Record<string, string>): Promise<Answer>;
  /** Whether the last one was answered at once. */
  wasQuick(): boolean;
}

export async function compared(
  path: string,
  settings: WorldSettings,
  options: Partial<AppOptions> = {},
): Promise<Compared> {
  const made = world(settings);
  const { resolver, clock } = made;
  const app = createApp({ resolver, clock, httpMaxAge: 3600, ready: () => true, ...options });
  let quick = false;
  const watched: typeof app = {
    ...app,
    quick(from) {
      const answered = app.quick(from);
      quick = answered === true;
      return answered;
    },
  };
  const { port, close } = await startServer(watched, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => close(0));
  const get = async (target = path, headers: Record<string, string> = {}) => {
    const answer = await ask(port, target, { headers });
    const kept = Object.entries(answer.headers).filter(
      ([name]) => !OF_THE_CONNECTION.includes(name),
    );
    return { ...answer, headers: Object.fromEntries(kept) };
  };
  return {
    ...made,
    get,
    wasQuick: () => quick,
    async both(headers) {
      const answer = await get(path, headers);
      expect(quick).toBe(true);
      const straight = await get(`${path}?unknown`, headers);
      expect(quick).toBe(false);
      expect(answer).toEqual(straight);
      return answer;
    },
  };
}
