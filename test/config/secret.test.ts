import { describe, expect, it } from 'vitest';
import { text } from '../../src/config/kind.ts';
import { secret, urlWithPassword } from '../../src/config/secret.ts';

describe('a secret', () => {
  it('is read as its kind reads it, and never shown', () => {
    const token = secret(text('TOKEN'));
    expect(token.fromText('abc')).toBe('abc');
    expect(token.conceal?.('abc')).toBe('(hidden)');
  });

  it.each([
    ['redis://user:abc@cache.example:6379/0', 'redis://user:hidden@cache.example:6379/0'],
    ['redis://cache.example:6379', 'redis://cache.example:6379'],
    ['abc', '(hidden)'],
  ])('in the URL %s is its password', (given, shown) => {
    expect(urlWithPassword(text('URL')).conceal?.(given)).toBe(shown);
  });
});
