/** What makes an alert fire, in the notation of `promtool test rules`, and what it then says. */
export interface AlertCase {
  readonly alert: string;
  /** By metric and labels, the values minute by minute. */
  readonly series: Readonly<Record<string, string>>;
  /** When it has been firing for long enough. */
  readonly at: string;
  readonly severity: string;
  /** Whether the expression keeps the job as a label. */
  readonly hasJob: boolean;
  readonly summary: string;
}

export const ALERT_CASES: readonly AlertCase[] = [
  {
    alert: 'HdlEdgeDown',
    series: {
      up: '0x60',
    },
    at: '5m',
    severity: 'critical',
    hasJob: true,
    summary: 'a does not answer on its admin listener',
  },
  {
    alert: 'HdlEdgeFaults',
    series: {
      'hdl_edge_requests_total{outcome="error",cache="none"}': '0+1x60',
    },
    at: '15m',
    severity: 'critical',
    hasJob: false,
    summary: 'a answers 500: a fault of the program; the log has request-failed',
  },
  {
    alert: 'HdlEdgeHandleServersFail',
    series: {
      'hdl_edge_requests_total{outcome="timeout",cache="none"}': '0+10x60',
      'hdl_edge_requests_total{outcome="redirect",cache="hit"}': '0+90x60',
    },
    at: '30m',
    severity: 'warning',
    hasJob: false,
    summary: 'More than 5 % of what a is asked ends in 502, 503 or 504; /servers tells why',
  },
  {
    alert: 'HdlEdgeAnswersStale',
    series: {
      'hdl_edge_requests_total{outcome="redirect",cache="stale"}': '0+10x60',
      'hdl_edge_requests_total{outcome="redirect",cache="hit"}': '0+90x60',
    },
    at: '30m',
    severity: 'warning',
    hasJob: false,
    summary: 'a answers with expired records because handle servers do not answer',
  },
  {
    alert: 'HdlEdgeSheds',
    series: {
      'hdl_edge_requests_total{outcome="shed",cache="none"}': '0+1x60',
    },
    at: '15m',
    severity: 'warning',
    hasJob: false,
    summary: 'a turns requests away because too many wait for handle servers',
  },
  {
    alert: 'HdlEdgeMissesSlow',
    series: {
      'hdl_edge_request_duration_seconds_bucket{cache="miss",le="2.5"}': '0+90x60',
      'hdl_edge_request_duration_seconds_bucket{cache="miss",le="5"}': '0+100x60',
      'hdl_edge_request_duration_seconds_bucket{cache="miss",le="+Inf"}': '0+100x60',
    },
    at: '40m',
    severity: 'warning',
    hasJob: false,
    summary: 'One in twenty requests past the cache of a takes more than 2.5 s',
  },
  {
    alert: 'HdlEdgeServicesDown',
    series: {
      hdl_edge_upstream_services_down: '2x60',
    },
    at: '40m',
    severity: 'info',
    hasJob: true,
    summary: '2 handle services have been down for a for half an hour',
  },
  {
    alert: 'HdlEdgeRegistryUnreachable',
    series: {
      'hdl_edge_upstream_exchanges_total{protocol="udp",outcome="timeout"}': '0+5x60',
      'hdl_edge_upstream_exchanges_total{protocol="udp",outcome="answered"}': '7x60',
    },
    at: '30m',
    severity: 'critical',
    hasJob: false,
    summary: 'No handle server answers a: look at the firewall (UDP and TCP 2641, HTTP 8000)',
  },
  {
    alert: 'HdlEdgeEventLoopLate',
    series: {
      'hdl_edge_event_loop_delay_seconds_bucket{le="0.1"}': '0+95x60',
      'hdl_edge_event_loop_delay_seconds_bucket{le="0.25"}': '0+100x60',
      'hdl_edge_event_loop_delay_seconds_bucket{le="+Inf"}': '0+100x60',
    },
    at: '20m',
    severity: 'warning',
    hasJob: false,
    summary: 'The event loop of a is late by more than 100 ms: one core is not enough',
  },
  {
    alert: 'HdlEdgeLogsLost',
    series: {
      hdl_edge_log_lines_dropped_total: '0+1x60',
    },
    at: '15m',
    severity: 'warning',
    hasJob: true,
    summary: 'a drops log lines because nobody takes them',
  },
  {
    alert: 'HdlEdgeFileDescriptorsShort',
    series: {
      hdl_edge_process_open_fds: '900x60',
      hdl_edge_process_max_fds: '1024x60',
    },
    at: '15m',
    severity: 'warning',
    hasJob: true,
    summary: 'a has used four fifths of its file descriptors',
  },
  {
    alert: 'HdlEdgeWorkersEnd',
    series: {
      hdl_edge_worker_restarts_total: '0+1x60',
    },
    at: '30m',
    severity: 'warning',
    hasJob: true,
    summary: 'Workers of a end again and again; the log has worker-ended',
  },
  {
    alert: 'HdlEdgeSharedCacheLost',
    series: {
      'hdl_edge_shared_cache_operations_total{operation="get",outcome="passed-by"}': '0+9x60',
      'hdl_edge_shared_cache_operations_total{operation="get",outcome="hit"}': '0+1x60',
    },
    at: '20m',
    severity: 'warning',
    hasJob: false,
    summary: 'a does without the shared cache and asks handle servers for itself',
  },
];
