import { writeFileSync } from 'node:fs';
import type { Settings } from '../config/settings.ts';
import { type DemoNetwork, startDemoNetwork } from '../demo/network.ts';
import type { RecordsFile } from '../demo/records-file.ts';
import { StartError } from './start-error.ts';

/**
 * Starts the embedded handle network and writes its bootstrap file, as the settings say.
 *
 * @param records - what the file of the settings holds; undefined for the examples
 * @throws {StartError} when that is not possible
 */
export async function startNetwork(
  settings: Settings,
  records: RecordsFile | undefined,
): Promise<DemoNetwork> {
  const { handlePort, writeBootstrap } = settings;
  const network = await startDemoNetwork({ handlePort, ...(records && { records }) }).catch(
    (error: unknown) => {
      throw explained(error, settings);
    },
  );
  if (writeBootstrap === undefined) return network;
  try {
    writeFileSync(writeBootstrap, `${JSON.stringify(network.bootstrap, undefined, 2)}\n`);
  } catch (error) {
    await network.close();
    throw new StartError(`writeBootstrap: ${reasonOf(error)}`, 2, error);
  }
  return network;
}

function explained(error: unknown, { records, handlePort }: Settings): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'records-file') {
    return new StartError(`records: ${records} cannot be used: ${reasonOf(error)}`, 2, error);
  }
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    return new StartError(
      `handlePort: ${handlePort} is taken, or not for this user. Choose another with --handle-port (0 takes any free one).`,
      1,
      error,
    );
  }
  return error;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
