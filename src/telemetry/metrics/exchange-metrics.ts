import { Counter, type Registry } from 'prom-client';
import type { ExchangeEvent, UpstreamProtocol } from '../../events.ts';
import { CounterGrid } from './counter-grid.ts';
import { EXCHANGE_OUTCOMES, exchangeOutcome } from './exchange-outcome.ts';
import { LatencyHistogram } from './latency-histogram.ts';

const PROTOCOLS: readonly UpstreamProtocol[] = ['udp', 'tcp', 'http', 'https'];

/** Counts exchanges with handle servers. */
export function createExchangeMetrics(registry: Registry): (event: ExchangeEvent) => void {
  const protocol = { name: 'protocol', values: PROTOCOLS };
  const exchanges = new CounterGrid(registry, {
    name: 'hdl_edge_upstream_exchanges_total',
    help: 'Exchanges with handle servers, by protocol and what came of them.',
    rows: protocol,
    columns: { name: 'outcome', values: EXCHANGE_OUTCOMES },
    isShownAtZero: (_, outcome) => outcome === 'answered' || outcome === 'timeout',
  });
  const durations = new LatencyHistogram(registry, {
    name: 'hdl_edge_upstream_exchange_duration_seconds',
    help: 'Time from the first request of an exchange with a handle server to its end.',
    label: protocol,
  });
  const registers = [registry];
  const retransmissions = new Counter({
    name: 'hdl_edge_upstream_retransmissions_total',
    help: 'Requests sent to handle servers again because no answer came.',
    registers,
  });
  const received = new Counter({
    name: 'hdl_edge_upstream_received_bytes_total',
    help: 'Bytes of the answers of handle servers.',
    registers,
  });
  return (event) => {
    const row = PROTOCOLS.indexOf(event.protocol);
    exchanges.count(row, EXCHANGE_OUTCOMES.indexOf(exchangeOutcome(event)));
    durations.observe(row, event.milliseconds);
    received.inc(event.bytes);
    if (event.attempts > 1) retransmissions.inc(event.attempts - 1);
  };
}
