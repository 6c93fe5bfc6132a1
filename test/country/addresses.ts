/** Public addresses of universities and national libraries, by the country they are in. */
export const COUNTRY_ADDRESSES: Readonly<Record<string, string>> = {
  us: '8.8.8.8',
  gb: '163.1.60.42',
  de: '193.175.100.1',
  fr: '193.51.193.1',
  cn: '166.111.4.100',
  jp: '133.11.0.1',
};
