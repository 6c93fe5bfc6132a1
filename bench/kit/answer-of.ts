/** An answer as a server without anything around it can repeat it. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What each server writes by itself. */
const OWN = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

/**
 * Asks for a handle once.
 *
 * @param expected the status, and where it has to lead, when it has to lead anywhere
 * @throws Error when the answer is another
 */
export async function answerOf(
  url: string,
  expected: { readonly status: number; readonly locations?: readonly string[] },
  headers: Readonly<Record<string, string>> = {},
): Promise<PlainAnswer> {
  const response = await fetch(url, { redirect: 'manual', headers });
  const body = await response.text();
  const location = response.headers.get('location') ?? '';
  if (response.status !== expected.status || !(expected.locations ?? ['']).includes(location)) {
    throw new Error(`${url} was answered wrongly: ${response.status} ${location}`);
  }
  return {
    status: response.status,
    headers: Object.fromEntries([...response.headers].filter(([name]) => !OWN.has(name))),
    body,
  };
}
