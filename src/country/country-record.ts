/**
 * The country in a record of any of the usual databases: `{country: {iso_code}}` (GeoLite2, GeoIP2
 * and DB-IP; the country of registration where that of use is unknown), `{country_code}`, or
 * `{country}` as text.
 *
 * @returns two capital letters (ISO 3166-1 alpha-2), or undefined
 */
export function countryIn(record: unknown): string | undefined {
  const { country, country_code, registered_country } = (record ?? {}) as Record<string, unknown>;
  for (const candidate of [country_code, country, registered_country]) {
    const code =
      typeof candidate === 'object' && candidate !== null && 'iso_code' in candidate
        ? candidate.iso_code
        : candidate;
    if (typeof code === 'string' && /^[A-Za-z]{2}$/.test(code)) return code.toUpperCase();
  }
  return undefined;
}
