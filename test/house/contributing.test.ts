import { expect, it } from 'vitest';
import { tableRows } from './markdown.ts';
import { ROOMS } from './rooms.ts';

it('the guide for contributors names the rooms in their order', () => {
  const named = tableRows('CONTRIBUTING.md', 'rooms').map(({ room }) => room);
  expect(named).toEqual(ROOMS);
});
