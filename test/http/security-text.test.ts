import { describe, expect, it } from 'vitest';
import { startTestProxy } from './kit/serve.ts';

const PATH = '/.well-known/security.txt';
const securityContact = 'mailto:security@example.org';

describe('security.txt', () => {
  it('names the contact, and a day less than a year ahead', async () => {
    const { get } = await startTestProxy({ securityContact });
    const answer = await get(PATH);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/plain;charset=utf-8');
    expect(answer.body).toBe(
      'Contact: mailto:security@example.org\nExpires: 2026-06-30T00:00:00Z\n',
    );
  });

  it('names its own address where that is known', async () => {
    const { get } = await startTestProxy({ securityContact, publicUrl: 'https://hdl.example' });
    expect((await get(PATH)).body).toContain(`Canonical: https://hdl.example${PATH}\n`);
  });

  it('has none below a path, where nobody would look for it', async () => {
    const { get } = await startTestProxy({ securityContact, publicUrl: 'https://hdl.example/r' });
    expect((await get(PATH)).body).not.toContain('Canonical');
  });

  it('is not there without a contact', async () => {
    const { get } = await startTestProxy();
    expect(await get(PATH)).toMatchObject({ status: 404 });
  });
});
