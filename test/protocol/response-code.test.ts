import { describe, expect, it } from 'vitest';
import { ResponseCode, responseCodeName } from '../../src/protocol/response-code.ts';

describe('responseCodeName', () => {
  it.each([
    [ResponseCode.handleNotFound, 'handle not found'],
    [ResponseCode.success, 'success'],
    [999, 'response code 999'],
  ])('of %i is "%s"', (code, name) => {
    expect(responseCodeName(code)).toBe(name);
  });
});
