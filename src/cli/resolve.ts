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
import { trustText } from './trust-text.ts';
import { UsageError } from './usage-error.ts';
import { valuesText } from './values-text.ts';

/** `hdl-edge resolve HANDLE` */
export async function resolve(invocation: Invocation): Promise<number> {
  const { settings, options, terminal } = invocation;
  const handle = handleOperand(invocation.operands);
  const trace: ExchangeEvent[] = [];
  const client = createHandleClient({
    settings,
    bootstrap: loadBootstrap(settings.bootstrap),
    observer: {
      // The outcome says what matters; the rest is for those who look into the way.
      ...(options.get('trace') === true && {
        warning: ({ name, message }: WarningEvent) =>
          terminal.err(printable(`warning: ${name}: ${message}`)),
      }),
    },
    refreshes: false,
  });
  try {
    const types = (options.get('type') as string[] | undefined) ?? [];
    const indexes = (options.get('index') as number[] | undefined) ?? [];
    const isFiltered = types.length + indexes.length > 0;
    const resolution = await client.resolver.resolve(handle, {
      types,
      indexes,
      authoritative: options.get('auth') === true,
      certified: options.get('cert') === true,
      ignoreAliases: options.get('ignoreAliases') === true,
      trace: (event) => trace.push(event),
    });
    const trust =
      options.get('verify') === true && resolution.outcome === 'found'
        ? await client.resolver.verify(isFiltered ? resolution.handle : resolution, {
            trace: (event) => trace.push(event),
          })
        : undefined;
    const { exitStatus, explanation } = endingOf(resolution, trust);
    if (options.get('json') === true) {
      const body = restBody(resolution, false, trust);
      terminal.out(JSON.stringify({ ...body, trace }, undefined, 2));
    } else {
      if (options.get('trace') === true)
        terminal.out(traceText(trace, isLocal(resolution)).join('\n'));
      if (resolution.outcome === 'found') terminal.out(valuesText(resolution.values).join('\n'));
      if (trust !== undefined) terminal.out(trustText(trust).join('\n'));
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
