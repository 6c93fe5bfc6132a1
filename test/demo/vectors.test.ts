import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { Opcode } from '../../src/protocol/opcode.ts';
import { encodeRequest, type Request } from '../../src/protocol/request.ts';
import { decodeResponse, type Response } from '../../src/protocol/response.ts';
import { requestFor } from './ask.ts';
import { answerAtOnce, loneService, NOW, PRIMARY_SITE } from './lone-service.ts';

interface Vector {
  readonly name: string;
  readonly hex: string;
  readonly object: { readonly requestHex?: string };
}

const VECTORS: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../vectors/wire.json', import.meta.url), 'utf8'),
);

const HANDLE = '20.500.99999/demo-1';

function vector(name: string): Vector {
  const found = VECTORS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found;
}

function read({ hex }: Vector): Response {
  return decodeResponse(Buffer.from(hex, 'hex'));
}

function valuesIn({ body }: Response): readonly HandleValue[] {
  return body.kind === 'values' ? body.values : [];
}

/** What the client must have asked. */
function requestBehind(response: Response, other: Partial<Request> = {}): Uint8Array {
  const handle = response.body.kind === 'values' ? response.body.handle : HANDLE;
  return encodeRequest(
    requestFor(handle, {
      requestId: response.envelope.requestId,
      opcode: response.header.opcode,
      ...other,
    }),
  );
}

describe('answers, byte for byte as deployed servers give them', () => {
  it.each(['resp-res-ok', 'resp-res-many', 'resp-res-echo-case'])('%s', (name) => {
    const response = read(vector(name));
    const service = loneService({ [HANDLE]: valuesIn(response) });
    const { bytes } = answerAtOnce(service, requestBehind(response), NOW);
    expect(Buffer.from(bytes).toString('hex')).toBe(vector(name).hex);
  });

  it('resp-res-digest-sha1', () => {
    const { hex, object } = vector('resp-res-digest-sha1');
    const service = loneService({ [HANDLE]: valuesIn(read(vector('resp-res-digest-sha1'))) });
    const { bytes } = answerAtOnce(service, Buffer.from(object.requestHex ?? '', 'hex'), NOW);
    expect(Buffer.from(bytes).toString('hex')).toBe(hex);
  });

  it('resp-site-info', () => {
    const response = read(vector('resp-site-info'));
    if (response.body.kind !== 'site') throw new Error('no site');
    // The vector's site has a serial number of its own; the header has that of the service.
    const site = { ...response.body.site, serialNumber: PRIMARY_SITE.serialNumber };
    const { bytes } = answerAtOnce(loneService({}, { site }), requestBehind(response), NOW);
    expect(decodeResponse(bytes).body).toEqual({ kind: 'site', site });
  });

  it('resp-error-100', () => {
    const { bytes } = answerAtOnce(
      loneService({}),
      requestBehind(read(vector('resp-error-100'))),
      NOW,
    );
    expect(Buffer.from(bytes).toString('hex')).toBe(vector('resp-error-100').hex);
  });

  it('resp-error-200', () => {
    const service = loneService({ [HANDLE]: [] });
    const { bytes } = answerAtOnce(service, requestBehind(read(vector('resp-error-200'))), NOW);
    expect(Buffer.from(bytes).toString('hex')).toBe(vector('resp-error-200').hex);
  });

  it('resp-error-401, but for public values only, which it is not about', () => {
    const response = read(vector('resp-error-401'));
    const [value] = valuesIn(read(vector('resp-res-ok'))) as [HandleValue];
    const service = loneService({ [HANDLE]: [{ ...value, permissions: 0 }] });
    const { bytes } = answerAtOnce(service, requestBehind(response, { flags: 0x18000000 }), NOW);
    expect(decodeResponse(bytes)).toMatchObject({ responseCode: 401, body: response.body });
  });

  it('resp-error-5 is what another opcode gets', () => {
    const response = read(vector('resp-error-5'));
    const request = requestBehind(response, { opcode: Opcode.createHandle });
    const { bytes } = answerAtOnce(loneService({}), request, NOW);
    expect(decodeResponse(bytes)).toMatchObject({ responseCode: 5, body: response.body });
  });

  it('every request among the vectors gets an answer of its own', () => {
    const values = valuesIn(read(vector('resp-res-many')));
    const service = loneService({ [HANDLE]: values });
    const requests = VECTORS.filter(({ name }) => name.startsWith('req-res-'));
    const answered = requests.map(({ hex }) =>
      decodeResponse(answerAtOnce(service, Buffer.from(hex, 'hex'), NOW).bytes),
    );
    expect(requests.length).toBeGreaterThan(5);
    expect(answered.map(({ envelope }) => envelope.requestId)).toEqual(
      requests.map(({ hex }) => Number.parseInt(hex.slice(16, 24), 16)),
    );
  });
});
