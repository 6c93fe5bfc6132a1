/**
 * Ports from 1024 up where a request could be taken for something else by what listens there: the
 * "bad ports" of the Fetch standard.
 */
const BAD_PORTS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 10080,
]);

/** Whether a handle server may be at this port: below 1024 only where HTTP lives. */
export function isUpstreamPort(port: number): boolean {
  if (!Number.isInteger(port) || port > 65_535) return false;
  return port === 80 || port === 443 || (port >= 1024 && !BAD_PORTS.has(port));
}
