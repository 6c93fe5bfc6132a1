/**
 * The resolver as a library: handle → record by the native protocol. The embedded network for
 * tests is `hdl-edge/demo`.
 */
export type { ExchangeEvent, Observer, UpstreamProtocol, WarningEvent } from './events.ts';
export type { Handle } from './handle/handle.ts';
export type { HandleValue } from './handle/handle-value.ts';
export type { Reference } from './handle/reference.ts';
export type { Site } from './handle/site.ts';
export { ProtocolError } from './protocol/errors.ts';
export { type ValueJson, valueToJson } from './protocol/json/value-json.ts';
export type { Bootstrap } from './resolver/bootstrap.ts';
export { BootstrapError } from './resolver/bootstrap-error.ts';
export { readBootstrap } from './resolver/bootstrap-file.ts';
export type { HandleReport, PurgeTarget, ResolverStatistics } from './resolver/cache-report.ts';
export { readLocalSites, readSite } from './resolver/local-sites-file.ts';
export { type Overrides, readOverrides } from './resolver/overrides.ts';
export type { Policy } from './resolver/policy.ts';
export { publicRegistry } from './resolver/public-registry.ts';
export type { Resolution, ResolveOptions } from './resolver/resolution.ts';
export { createResolver, type Resolver, type ResolverOptions } from './resolver/resolver.ts';
export { type Clock, type Random, systemClock } from './system.ts';
export { createAddressGuard } from './transport/address-guard.ts';
export { TransportError } from './transport/errors.ts';
export { createTransport, type Transport, type TransportOptions } from './transport/transport.ts';
