import type { ExchangeEvent, UpstreamProtocol } from '../../events.ts';
import { CounterGrid } from './counter-grid.ts';
import { EXCHANGE_OUTCOMES, exchangeOutcome } from './exchange-outcome.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { type MetricList, register } from './register.ts';

const PROTOCOLS: readonly UpstreamProtocol[] = ['udp', 'tcp', 'http', 'https'];

/** Counts exchanges with handle servers. */
export function createExchangeMetrics(list: MetricList): (event: ExchangeEvent) => void {
  const protocol = { name: 'protocol', values: PROTOCOLS };
  const exchanges = new CounterGrid(list, {
    name: 'hdl_edge_upstream_exchanges_total',
    help: 'Exchanges with handle servers, by protocol and what came of them.',
    rows: protocol,
    columns: { name: 'outcome', values: EXCHANGE_OUTCOMES },
    isShownAtZero: (_, outcome) => outcome === 'answered' || outcome === 'timeout',
  });
  const durations = new LatencyHistogram(list, {
    name: 'hdl_edge_upstream_exchange_duration_seconds',
    help: 'Time from the first request of an exchange with a handle server to its end.',
    label: protocol,
  });
  let retransmissions = 0;
  let received = 0;
  register(
    list,
    {
      name: 'hdl_edge_upstream_retransmissions_total',
      help: 'Requests sent to handle servers again because no answer came.',
      type: 'counter',
    },
    () => [{ labels: {}, value: retransmissions }],
  );
  register(
    list,
    {
      name: 'hdl_edge_upstream_received_bytes_total',
      help: 'Bytes of the answers of handle servers.',
      type: 'counter',
    },
    () => [{ labels: {}, value: received }],
  );
  return (event) => {
    const row = PROTOCOLS.indexOf(event.protocol);
    exchanges.count(row, EXCHANGE_OUTCOMES.indexOf(exchangeOutcome(event)));
    durations.observe(row, event.milliseconds);
    received += event.bytes;
    if (event.attempts > 1) retransmissions += event.attempts - 1;
  };
}
