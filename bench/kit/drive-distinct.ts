import type { Child } from './child.ts';

export interface Drive {
  readonly url: string;
  readonly prefix: string;
  readonly first: number;
  readonly count: number;
}

/** @returns right answers per second @throws Error when one is wrong */
export async function driveDistinct(
  generator: Child,
  url: string,
  prefix: string,
  { first, count }: { first: number; count: number },
): Promise<number> {
  const drive: Drive = { url, prefix, first, count };
  const { wrong, milliseconds } = await generator.ask<{ wrong: number; milliseconds: number }>(
    'drive',
    drive,
  );
  if (wrong > 0) throw new Error(`${wrong} of ${count} answers over HTTP were wrong`);
  return count / (milliseconds / 1000);
}
