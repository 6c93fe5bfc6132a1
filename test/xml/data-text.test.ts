import { describe, expect, it } from 'vitest';
import { dataText, dataTextOrHex } from '../../src/xml/data-text.ts';

describe('the text in data', () => {
  it('is UTF-8', () => {
    expect(dataText(Buffer.from('Ω 日本語 😀'))).toBe('Ω 日本語 😀');
    expect(dataText(Buffer.from([0x80]))).toBeUndefined();
  });

  it('may have tabs and line breaks and no other control characters', () => {
    expect(dataText(Buffer.from('a\t\r\n'))).toBe('a\t\r\n');
    expect(dataText(Buffer.from('a\u0000'))).toBeUndefined();
    expect(dataText(Buffer.from('a\u007f'))).toBeUndefined();
  });

  it('is shown in hexadecimal where there is none', () => {
    expect(dataTextOrHex(Buffer.from([0x00, 0xab]))).toBe('00AB');
  });
});
