/** One replica of a service: the servers that together hold all of its handles (HS_SITE). */
export interface Site {
  /** Version of the record's own layout; 1 as deployed. */
  readonly version: number;
  /** The newest protocol version all of its servers speak. */
  readonly protocolVersion: ProtocolVersion;
  /** Unsigned 16 bits; grows with each change of the site. */
  readonly serialNumber: number;
  /** Bits of {@link SiteFlag}; unknown bits are kept as they came. */
  readonly flags: number;
  /** One of {@link HashOption}; other numbers are kept as they came. */
  readonly hashOption: number;
  /** Always empty as deployed; kept as it came. */
  readonly hashFilter: string;
  readonly attributes: readonly SiteAttribute[];
  readonly servers: readonly Server[];
}

export interface ProtocolVersion {
  readonly major: number;
  readonly minor: number;
}

export const SiteFlag = { primary: 0x80, multiPrimary: 0x40 } as const;

/** Which part of a handle decides the server of a site. */
export const HashOption = { byPrefix: 0, bySuffix: 1, byHandle: 2 } as const;

/** A named remark: `desc`, `domain`, `path`, `alt_addr`, `site_filter_keywords`, … */
export interface SiteAttribute {
  readonly name: string;
  readonly value: string;
}

export interface Server {
  /** Unsigned 32 bits. */
  readonly serverId: number;
  /** 16 bytes as on the wire; IPv4 stands in the last four, after zeros or after `::ffff:`. */
  readonly address: Uint8Array;
  /** The key record of the protocol's section 3.9; may be empty or of a kind we cannot read. */
  readonly publicKey: Uint8Array;
  readonly interfaces: readonly Interface[];
}

/** One door of a server. */
export interface Interface {
  /** Bits of {@link InterfaceType}; 0 is out of service. */
  readonly type: number;
  /** One of {@link InterfaceProtocol}; other numbers are kept as they came. */
  readonly protocol: number;
  /** Unsigned 32 bits as on the wire; only 1 to 65535 can be used. */
  readonly port: number;
}

export const InterfaceType = { admin: 1, query: 2 } as const;

export const InterfaceProtocol = { udp: 0, tcp: 1, http: 2, https: 3 } as const;

/** Whether the site holds the records themselves and not a copy of them. */
export function isPrimary(site: Site): boolean {
  return (site.flags & SiteFlag.primary) !== 0;
}

/** The value of the first attribute with exactly this name. */
export function siteAttribute(site: Site, name: string): string | undefined {
  return site.attributes.find((attribute) => attribute.name === name)?.value;
}
