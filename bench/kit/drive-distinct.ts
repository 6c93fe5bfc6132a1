import type { Child } from './child.ts';

/** Handles to be asked for over HTTP, each once. */
export interface Drive {
  readonly url: string;
  /** Before the number. */
  readonly stem: string;
  readonly first: number;
  readonly count: number;
  /** The only right one. */
  readonly status: number;
}

/**
 * @param driver a process of `bench/children/distinct-driver.ts`
 * @returns right answers per second
 * @throws Error when one is wrong
 */
export async function driveDistinct(driver: Child, drive: Drive): Promise<number> {
  const { count } = drive;
  const { wrong, milliseconds } = await driver.ask<{ wrong: number; milliseconds: number }>(
    'drive',
    drive,
  );
  if (wrong > 0) throw new Error(`${wrong} of ${count} answers over HTTP were wrong`);
  return count / (milliseconds / 1000);
}
