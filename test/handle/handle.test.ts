import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiUpper } from '../../src/handle/ascii.ts';
import {
  comparisonForm,
  isGlobalHandle,
  prefixHandleOf,
  prefixOf,
  sameHandle,
  suffixOf,
} from '../../src/handle/handle.ts';
import { vectorsOf } from '../protocol/wire-vectors.ts';

/** Handles with and without slashes, of letters that fold and letters that must not. */
const handles = fc
  .array(fc.constantFrom('a', 'B', '/', '.', '0', ' ', 'ß', 'ž', 'ﬁ', 'ı', '%'), { maxLength: 12 })
  .map((characters) => characters.join(''));

const swapped = (text: string) =>
  text.replace(/[A-Za-z]/g, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );

describe('asciiUpper', () => {
  it('folds a to z and nothing else', () => {
    expect(asciiUpper('azAZ 09 ßžﬁıéΩ')).toBe('AZAZ 09 ßžﬁıéΩ');
  });
});

describe('the parts of a handle', () => {
  it.each(vectorsOf('case'))('are those of the deployed software: $name', ({ object }) => {
    expect(prefixOf(object.handle)).toBe(object.prefix);
    expect(suffixOf(object.handle)).toBe(object.suffix);
    expect(prefixHandleOf(object.handle)).toBe(object.zeroNaHandle);
  });

  it('are split at the first slash', () => {
    expect(prefixOf('10.1/a/b')).toBe('10.1');
    expect(suffixOf('10.1/a/b')).toBe('a/b');
    expect(suffixOf('20.500.1/')).toBe('');
  });
});

describe('isGlobalHandle', () => {
  it.each(['0.NA/10', '0.na/x', '0.TYPE/URL', '0/x', 'noslash', ''])(
    'is true of "%s"',
    (handle) => {
      expect(isGlobalHandle(handle)).toBe(true);
    },
  );

  it.each(['10.0/x', '20.500.1/0.NA', '00/x'])('is false of "%s"', (handle) => {
    expect(isGlobalHandle(handle)).toBe(false);
  });
});

describe('comparisonForm', () => {
  it.each(vectorsOf('case'))('is that of the deployed software: $name', ({ object, hex }) => {
    expect(comparisonForm(object.handle)).toBe(object.upperCasePrefix);
    expect(Buffer.from(comparisonForm(object.handle)).toString('hex')).toBe(hex);
  });

  it('is its own comparison form', () => {
    fc.assert(
      fc.property(handles, (handle) => {
        expect(comparisonForm(comparisonForm(handle))).toBe(comparisonForm(handle));
      }),
    );
  });

  it('does not depend on the case of the prefix', () => {
    fc.assert(
      fc.property(handles, (handle) => {
        fc.pre(handle.includes('/'));
        const other = swapped(prefixOf(handle)) + handle.slice(prefixOf(handle).length);
        expect(comparisonForm(other)).toBe(comparisonForm(handle));
      }),
    );
  });

  it('keeps suffixes of different case apart', () => {
    expect(comparisonForm('10.1/A')).not.toBe(comparisonForm('10.1/a'));
  });
});

describe('sameHandle', () => {
  it('is true of any two handles with the same comparison form', () => {
    fc.assert(
      fc.property(handles, handles, (one, other) => {
        if (comparisonForm(one) === comparisonForm(other))
          expect(sameHandle(one, other)).toBe(true);
        expect(sameHandle(one, swapped(one))).toBe(true);
      }),
    );
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(handles, handles, (one, other) => {
        expect(sameHandle(one, other)).toBe(sameHandle(other, one));
      }),
    );
  });

  it('neither trims nor folds beyond ASCII', () => {
    expect(sameHandle('10.1/a', '10.1/a ')).toBe(false);
    expect(sameHandle('10.1/ž', '10.1/Ž')).toBe(false);
    expect(sameHandle('10.1/é', '10.1/e\u0301')).toBe(false);
  });
});
