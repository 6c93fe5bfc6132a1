/** What hdl-edge answers on purpose where deployed software answers something else, and why. */
export interface Decision {
  readonly outcome: string;
  readonly why: string;
  /** The answer of the API, without its message. */
  readonly json?: object;
}

const redirectAtOnce = (location: string): Decision => ({
  outcome: `302 ${location}`,
  why: 'aliases are followed inside, and nothing is permanent',
});

const valuesNotFound: Decision = {
  outcome: '404 ',
  why: 'a page that says "not found" says so in its status too',
};

const record: Decision = {
  outcome: '200 ',
  why: 'what is no harmless URL is shown and not followed',
};

export const DECISIONS: ReadonlyMap<string, Decision> = new Map([
  ['GET /20.500.1/alias', redirectAtOnce('https://example.org/landing/one')],
  ['GET /20.500.1/alias-chain', redirectAtOnce('https://example.org/landing/one')],
  ['GET /20.500.1/alias-and-url', redirectAtOnce('https://example.org/landing/one')],
  ['GET /20.500.1/one-url?type=EMAIL&noredirect', valuesNotFound],
  ['GET /20.500.1/one-url?index=77', valuesNotFound],
  ['GET /20.500.1/multi-url?index=99&noredirect', valuesNotFound],
  ['GET /20.500.1/multi-url?type=EMAIL&noredirect', valuesNotFound],
  ['GET /20.500.1/multi-url?type=', valuesNotFound],
  ['GET /20.500.1/empty-data', record],
  ['GET /20.500.1/url-js', record],
  [
    'GET /api/handles/20.500.1/secret?publicOnly=false',
    {
      outcome: '403 ',
      why: 'what only administrators may read is forbidden, not a failure of ours',
      json: { responseCode: 402, handle: '20.500.1/secret' },
    },
  ],
  [
    'DELETE /api/handles/20.500.1/one-url',
    {
      outcome: '405 ',
      why: 'nothing can be written here',
      json: { responseCode: 5, handle: '20.500.1/one-url' },
    },
  ],
  ['GET /20.500.6/real@other?noredirect', valuesNotFound],
  [
    'OPTIONS /api/handles/20.500.1/one-url',
    { outcome: '204 ', why: 'there is nothing to say but headers' },
  ],
]);
