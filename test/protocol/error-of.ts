import { ProtocolError } from '../../src/protocol/errors.ts';

/** The error that the action throws; anything but a ProtocolError fails the test. */
export function errorOf(action: () => unknown): ProtocolError {
  try {
    action();
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
