import { describe, expect, it } from 'vitest';
import { handleFromPath } from '../../src/http/handle-from-path.ts';

const handleOf = (path: string) => {
  const meaning = handleFromPath(path);
  return 'handle' in meaning ? meaning.handle : meaning.kind;
};

describe('the handle in a path', () => {
  it.each([
    ['/20.500.1/x', '20.500.1/x', 'is what follows the slash'],
    ['//20.500.1/x', '20.500.1/x', 'has no leading slashes'],
    ['/%2F20.500.1/x', '20.500.1/x', 'has no leading slashes, escaped or not'],
    ['/%20/10.1/x%20', '10.1/x', 'is trimmed at both ends, slashes at its start'],
    ['/10.1/%20x%20y', '10.1/ x y', 'keeps spaces inside'],
    ['/10.1/x%09%0A', '10.1/x', 'loses control characters at its end'],
    ['/10.1/x/', '10.1/x/', 'keeps a slash at its end'],
    ['/1/./u', '1/./u', 'keeps dot segments'],
    ['/1/../u', '1/../u', 'keeps double-dot segments'],
    ['/1/%2E%2E/u', '1/../u', 'keeps escaped dot segments'],
    ['/1//u', '1//u', 'keeps doubled slashes'],
    ['/1%2Fu', '1/u', 'takes an escaped slash for one'],
    ['/1/a%2525', '1/a%25', 'is decoded once'],
    ['/1/q%3Fa=b', '1/q?a=b', 'may hold a question mark'],
    ['/1/hash%23frag', '1/hash#frag', 'may hold a number sign'],
    ['/1/semi;colon', '1/semi;colon', 'keeps path parameters'],
    ['/1/semi%3Bcolon', '1/semi;colon', 'keeps escaped path parameters'],
    ['/1/a+b', '1/a+b', 'keeps a plus'],
    ['/1/a%2Bb', '1/a+b', 'keeps an escaped plus'],
    ['/1/back\\slash', '1/back\\slash', 'keeps a backslash'],
    ['/1/%CE%A9', '1/Ω', 'is UTF-8'],
    ['/1/bad%ffutf', '1/bad\ufffdutf', 'shows what is not UTF-8 as U+FFFD'],
    ['/1/%C3%28', '1/\ufffd(', 'shows broken sequences as U+FFFD'],
    ['/noslash', 'noslash', 'needs no slash'],
    ['/MiXed/CaSe', 'MiXed/CaSe', 'keeps its case'],
  ])('%s is %j: it %s', (path, handle) => {
    expect(handleFromPath(path)).toEqual({ kind: 'handle', handle });
  });

  it.each([
    ['/hdl:10.1/x', '10.1/x'],
    ['/HDL:10.1/x', '10.1/x'],
    ['/doi:10.1/x', '10.1/x'],
    ['/info:hdl/10.1/x', '10.1/x'],
    ['/info:doi/10.1/x', '10.1/x'],
    ['/Info:DOI/10.1/x', '10.1/x'],
    ['/urn:hdl:10.1/x', '10.1/x'],
    ['/urn:doi:10.1:abc', '10.1/abc'],
    ['/urn:eidr:10.5240:7791-8534', '10.5240/7791-8534'],
    ['/urn:doi:10.1/a:b', '10.1/a:b'],
    ['/urn:doi:10.1:a:b/c', '10.1/a:b/c'],
    ['/urn:hdl:noslash', 'noslash'],
    ['/%20doi:10.1/x', '10.1/x'],
    ['/hdl:', ''],
  ])('%s loses its scheme: %j', (path, handle) => {
    expect(handleOf(path)).toBe(handle);
  });

  it.each(['hdl/10.1/x', 'doi/10.1/x', 'https://10.1/x', 'urn:nbn:de:1', 'urn:hdlx:10.1/x'])(
    '%s is a handle as it is',
    (handle) => {
      expect(handleOf(`/${handle}`)).toBe(handle);
    },
  );

  it('loses one scheme only', () => {
    expect(handleOf('/hdl:doi:10.1/x')).toBe('doi:10.1/x');
  });

  it.each(['/%', '/1/a%2', '/1/%zz', '/1/100%', '/1/%u0041', '/1/%%41', '/1/%00', '/%00'])(
    '%s is refused',
    (path) => {
      expect(handleFromPath(path)).toEqual({ kind: 'bad-escape' });
    },
  );

  it.each(['/', '//', '/%20', '/%2F/%0A'])('%s asks for nothing', (path) => {
    expect(handleFromPath(path)).toEqual({ kind: 'nothing' });
  });

  it('is found in linear time among thousands of spaces', () => {
    const spaces = '%20'.repeat(100_000);
    expect(handleOf(`/a${spaces}b`)).toHaveLength(100_002);
  });
});

describe('the handle in a path of the API', () => {
  it.each([
    ['/api/handles/20.500.1/x', '20.500.1/x'],
    ['/API/handles/20.500.1/x', '20.500.1/x'],
    ['/api/HANDLES/20.500.1/x', '20.500.1/x'],
    ['/%61pi/handles/20.500.1/x', '20.500.1/x'],
    ['//api/handles/20.500.1/x', '20.500.1/x'],
    ['/api/handles/hdl:20.500.1/x', '20.500.1/x'],
    ['/api/handles/20.500.1/a//b', '20.500.1/a//b'],
    ['/api/handles//20.500.1/x', '/20.500.1/x'],
    ['/api/handles/20.500.1/x%20', '20.500.1/x '],
    ['/api/handles/20.500.1%2Fa+b', '20.500.1/a+b'],
    ['/api/handles', ''],
    ['/api/handles/', ''],
  ])('%s is %j', (path, handle) => {
    expect(handleFromPath(path)).toEqual({ kind: 'api-handle', handle });
  });

  it.each(['/api', '/api/', '/api/foo', '/API/foo', '/api/handlesx/1/2', '/api/sessions'])(
    '%s is unknown',
    (path) => {
      expect(handleFromPath(path)).toEqual({ kind: 'unknown-api' });
    },
  );

  it('ends where a handle only begins like it', () => {
    expect(handleOf('/apis/x')).toBe('apis/x');
  });
});
