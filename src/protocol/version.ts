import type { ProtocolVersion } from '../handle/site.ts';

/** The newest version of the protocol that is spoken here. */
export const NEWEST_VERSION: ProtocolVersion = { major: 2, minor: 11 };

/** What to speak with a server of which no site record tells the version. */
export const UNKNOWN_PEER_VERSION: ProtocolVersion = { major: 2, minor: 3 };

/** Very old software called itself 5.x; it knows less than any 2.x. */
const LEGACY_MAJOR = 5;

/** @returns below 0 when `a` is the older version, above 0 when it is the newer, 0 when equal */
export function compareVersions(a: ProtocolVersion, b: ProtocolVersion): number {
  return rank(a) - rank(b) || a.minor - b.minor;
}

/** The older of two versions: what both peers can speak. */
export function minVersion(a: ProtocolVersion, b: ProtocolVersion): ProtocolVersion {
  return compareVersions(a, b) <= 0 ? a : b;
}

/** Whether the version is `major.minor` or newer. */
export function atLeast(version: ProtocolVersion, major: number, minor: number): boolean {
  const rankOfMajor = rank(version);
  return rankOfMajor > major || (rankOfMajor === major && version.minor >= minor);
}

function rank(version: ProtocolVersion): number {
  return version.major === LEGACY_MAJOR ? 0 : version.major;
}
