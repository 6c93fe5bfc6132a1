import { describe, expect, it } from 'vitest';
import { handleFromText } from '../../src/http/handle-from-text.ts';

describe('the handle in what somebody pasted', () => {
  it.each([
    ['20.500.1/x', '20.500.1/x'],
    ['  20.500.1/x \n', '20.500.1/x'],
    ['/20.500.1/x', '20.500.1/x'],
    ['hdl:20.500.1/x', '20.500.1/x'],
    ['doi: 10.5/x', '10.5/x'],
    ['DOI:10.5/x', '10.5/x'],
    ['https://hdl.handle.net/20.500.1/x', '20.500.1/x'],
    ['http://dx.doi.org/10.5/a%2Fb?noredirect#x', '10.5/a/b'],
    ['https://hdl.example/api/handles/20.500.1/x', '20.500.1/x'],
    ['https://hdl.example/hdl:20.500.1/x', '20.500.1/x'],
    ['20.500.1/a%20b', '20.500.1/a%20b'],
    ['https://www.example.org/about', 'https://www.example.org/about'],
    ['https://doi.org/10.5/%zz', 'https://doi.org/10.5/%zz'],
    ['\u00a0\u200b20.500.1/x\u2009\ufeff', '20.500.1/x'],
    ['\u202a20.500.1/x\u202c', '20.500.1/x'],
    ['“https://doi.org/10.5/x” ', '10.5/x'],
    ['<20.500.1/x>', '20.500.1/x'],
    ['"hdl:20.500.1/x"\r\n', '20.500.1/x'],
    ['20.500.1/in\u200bside', '20.500.1/in\u200bside'],
    ['20.500.1/"x"', '20.500.1/"x"'],
    ['""', ''],
    ['', ''],
  ])('%j is %j', (text, handle) => {
    expect(handleFromText(text)).toBe(handle);
  });
});
