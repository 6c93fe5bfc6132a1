/**
 * The resolver as a library: handle → record by the native protocol. The embedded network for
 * tests is `hdl-edge/demo`.
 */
export type {
  BootstrapEvent,
  EndedExchange,
  ExchangeEvent,
  Observer,
  RequestEvent,
  SharedCacheEvent,
  SnapshotEvent,
  TimeSpan,
  UpstreamProtocol,
  WarningEvent,
} from './events.ts';
export type { Handle } from './handle/handle.ts';
export type { HandleValue } from './handle/handle-value.ts';
export type { PublicKey } from './handle/public-key.ts';
export type { Reference } from './handle/reference.ts';
export type { Interface, ProtocolVersion, Server, Site, SiteAttribute } from './handle/site.ts';
export type { NamespaceChain } from './namespace/namespace-chain.ts';
export type { Namespace } from './namespace/parse-namespace.ts';
export { PROTOCOL_ERROR_CODES, ProtocolError, type ProtocolErrorCode } from './protocol/errors.ts';
export type { LocalSite } from './protocol/files/local-info.ts';
export type { AdminJson } from './protocol/json/admin-json.ts';
export type { DataJson } from './protocol/json/data-json.ts';
export type { Jwk } from './protocol/json/jwk.ts';
export type { KeyDataJson } from './protocol/json/key-data-json.ts';
export type { RecordJson } from './protocol/json/record-json.ts';
export type { ReferenceJson } from './protocol/json/reference-json.ts';
export type { InterfaceJson, ServerJson } from './protocol/json/server-json.ts';
export type { SiteJson } from './protocol/json/site-json.ts';
export { type ValueJson, valueFromJson, valueToJson } from './protocol/json/value-json.ts';
export { fromKeyObject as publicKeyOf } from './protocol/public-key.ts';
export { encodeCertificate } from './protocol/trust/certificate.ts';
export type { Claims } from './protocol/trust/claims.ts';
export { type DigestState, encodeSignedRecord } from './protocol/trust/signed-record.ts';
export type { SigningRight } from './protocol/trust/signing-right.ts';
export type { Bootstrap } from './resolver/bootstrap.ts';
export { BootstrapError, type BootstrapErrorCode } from './resolver/bootstrap-error.ts';
export { readBootstrap } from './resolver/bootstrap-file.ts';
export { type BootstrapJson, bootstrapToJson } from './resolver/bootstrap-json.ts';
export type { BootstrapStore } from './resolver/bootstrap-store.ts';
export type { Budget } from './resolver/budget.ts';
export type {
  CacheEntryReport,
  HandleReport,
  PurgeTarget,
  ResolverStatistics,
} from './resolver/cache-report.ts';
export type { DnsLookup } from './resolver/dns-lookup.ts';
export type { Failure } from './resolver/failure.ts';
export type { FixedSites } from './resolver/fixed-services.ts';
export type { BootstrapRefresh } from './resolver/keep-fresh.ts';
export { readLocalSites, readSite } from './resolver/local-sites-file.ts';
export { type Overrides, readOverrides } from './resolver/overrides.ts';
export type { PlainUrl } from './resolver/plain-url.ts';
export type { Policy } from './resolver/policy.ts';
export type { FoundService, ServiceResult } from './resolver/prefix-lookup.ts';
export { publicRegistry } from './resolver/public-registry.ts';
export type { NoSuchPrefix } from './resolver/record-answer.ts';
export type {
  AliasFailure,
  Asked,
  CacheUse,
  FailureOutcome,
  Found,
  HandleNotFound,
  PrefixNotFound,
  Resolution,
  ResolveOptions,
  Restricted,
  UpstreamFailure,
  ValuesNotFound,
  VerifyOptions,
} from './resolver/resolution.ts';
export { createResolver, type Resolver } from './resolver/resolver.ts';
export type { ResolverOptions, Trust } from './resolver/resolver-options.ts';
export type { Service } from './resolver/service.ts';
export type {
  SharedAnswer,
  SharedCache,
  SharedCacheStatistics,
  SharedQuestion,
} from './resolver/shared-cache.ts';
export type { Restored } from './resolver/snapshots.ts';
export type { RecordSource, SourceAnswer } from './resolver/trust/certificate-finder.ts';
export type { Verify } from './resolver/trust/create-verify.ts';
export type { Finding, TrustDetails, TrustReason, TrustVerdict } from './resolver/trust/finding.ts';
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
export type { Grade, WayReport } from './resolver/way-table.ts';
export { type Clock, type Random, systemClock } from './system.ts';
export { type AddressGuard, createAddressGuard } from './transport/address-guard.ts';
export type { Cancellation } from './transport/cancellation.ts';
export {
  TRANSPORT_ERROR_CODES,
  TransportError,
  type TransportErrorCode,
} from './transport/errors.ts';
export type { SocketSource } from './transport/sockets.ts';
export { createTransport, type Transport, type TransportOptions } from './transport/transport.ts';
