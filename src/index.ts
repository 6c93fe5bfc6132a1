/**
 * The resolver as a library: handle → record by the native protocol. The embedded network for
 * tests is `hdl-edge/demo`.
 */
export type {
  BootstrapEvent,
  ExchangeEvent,
  Observer,
  UpstreamProtocol,
  WarningEvent,
} from './events.ts';
export type { Handle } from './handle/handle.ts';
export type { HandleValue } from './handle/handle-value.ts';
export type { PublicKey } from './handle/public-key.ts';
export type { Reference } from './handle/reference.ts';
export type { Site } from './handle/site.ts';
export { ProtocolError } from './protocol/errors.ts';
export { type ValueJson, valueFromJson, valueToJson } from './protocol/json/value-json.ts';
export { fromKeyObject as publicKeyOf } from './protocol/public-key.ts';
export { encodeCertificate } from './protocol/trust/certificate.ts';
export type { Claims } from './protocol/trust/claims.ts';
export { encodeSignedRecord } from './protocol/trust/signed-record.ts';
export type { SigningRight } from './protocol/trust/signing-right.ts';
export type { Bootstrap } from './resolver/bootstrap.ts';
export { BootstrapError } from './resolver/bootstrap-error.ts';
export { readBootstrap } from './resolver/bootstrap-file.ts';
export { type BootstrapJson, bootstrapToJson } from './resolver/bootstrap-json.ts';
export type { BootstrapStore } from './resolver/bootstrap-store.ts';
export type { HandleReport, PurgeTarget, ResolverStatistics } from './resolver/cache-report.ts';
export type { BootstrapRefresh } from './resolver/keep-fresh.ts';
export type { Policy } from './resolver/policy.ts';
export { publicRegistry } from './resolver/public-registry.ts';
export type { Resolution, ResolveOptions, VerifyOptions } from './resolver/resolution.ts';
export { createResolver, type Resolver, type ResolverOptions } from './resolver/resolver.ts';
export type { RecordSource } from './resolver/trust/certificate-finder.ts';
export type { Verify } from './resolver/trust/create-verify.ts';
export type { Finding, TrustReason, TrustVerdict } from './resolver/trust/finding.ts';
export type {
  CertificateReport,
  CoveredValue,
  SignatureReport,
  TrustReport,
  Validity,
} from './resolver/trust/trust-report.ts';
export {
  type DeliveredRecord,
  type VerifyRecordOptions,
  verifyRecord,
} from './resolver/trust/verify-record.ts';
export { type Clock, type Random, systemClock } from './system.ts';
export { createAddressGuard } from './transport/address-guard.ts';
export { TransportError } from './transport/errors.ts';
export { createTransport, type Transport, type TransportOptions } from './transport/transport.ts';
