import type { ExchangeEvent, WarningEvent } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import { handleFromText } from '../http/handle-from-text.ts';
import { restBody } from '../http/rest-body.ts';
import type { Resolution } from '../resolver/resolution.ts';
import { createHandleClient } from './handle-client.ts';
import { loadBootstrap } from './load-bootstrap.ts';
import { endingOf } from './resolve-outcome.ts';
import type { Invocation } from './run.ts';
import { printable } from './terminal.ts';
import { traceText } from './trace-text.ts';
import { UsageError } from './usage-error.ts';
import { valuesText } from './values-text.ts';

/** `hdl-edge resolve HANDLE` */
export async function resolve(invocation: Invocation): Promise<number> {
  const { settings, options, terminal } = invocation;
  const handle = handleOperand(invocation.operands);
  const trace: ExchangeEvent[] = [];
  const client = createHandleClient(settings, loadBootstrap(settings.bootstrap), {
    // The outcome says what matters; the rest is for those who look into the way.
    ...(options.get('trace') === true && {
      warning: ({ name, message }: WarningEvent) =>
        terminal.err(printable(`warning: ${name}: ${message}`)),
    }),
  });
  try {
    const resolution = await client.resolver.resolve(handle, {
      types: (options.get('type') as string[] | undefined) ?? [],
      indexes: (options.get('index') as number[] | undefined) ?? [],
      authoritative: options.get('auth') === true,
      certified: options.get('cert') === true,
      ignoreAliases: options.get('ignoreAliases') === true,
      trace: (event) => trace.push(event),
    });
    const { exitStatus, explanation } = endingOf(resolution);
    if (options.get('json') === true) {
      terminal.out(JSON.stringify({ ...restBody(resolution), trace }, undefined, 2));
    } else {
      if (options.get('trace') === true)
        terminal.out(traceText(trace, isLocal(resolution)).join('\n'));
      if (resolution.outcome === 'found') terminal.out(valuesText(resolution.values).join('\n'));
    }
    if (explanation !== undefined) terminal.err(printable(`hdl-edge: ${explanation}`));
    return exitStatus;
  } finally {
    await client.close();
  }
}

function isLocal(resolution: Resolution): boolean {
  return 'cache' in resolution && resolution.cache === 'local';
}

function handleOperand(operands: readonly string[]): Handle {
  const [text = ''] = operands;
  const handle = handleFromText(text);
  if (handle === '') throw new UsageError('Which handle? None was given.');
  return handle;
}
