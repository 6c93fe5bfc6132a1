import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { EVERYTHING, isEverything, isSelected } from '../../src/handle/selection.ts';
import { hasType, typeMatches } from '../../src/handle/value-type.ts';
import { vectorsOf } from '../protocol/wire-vectors.ts';

const types = fc.constantFrom('URL', 'url', 'URL.JP', 'Url.jp.x', 'URLS', 'UR', 'EMAIL', '', '.');

function value(index: number, type: string): HandleValue {
  const rest = { timestamp: 0, ttlType: 0, ttl: 0, permissions: 14, references: [] };
  return { index, type, data: new Uint8Array(), ...rest };
}

describe('typeMatches', () => {
  const rows = vectorsOf('type-match').flatMap(({ object }) => object);

  it.each(rows)('$requested asks for $valueType: $matches', ({ requested, valueType, matches }) => {
    expect(requested.some((type) => typeMatches(type, valueType))).toBe(matches);
  });

  it('ignores ASCII case on both sides', () => {
    fc.assert(
      fc.property(types, types, (requested, actual) => {
        expect(typeMatches(requested.toLowerCase(), actual.toUpperCase())).toBe(
          typeMatches(requested, actual),
        );
      }),
    );
  });

  it('takes a final dot for the type and all below it', () => {
    fc.assert(
      fc.property(types, types, (type, actual) => {
        expect(typeMatches(`${type}.`, actual)).toBe(hasType(actual, type));
      }),
    );
  });

  it('does not fold beyond ASCII', () => {
    expect(typeMatches('ž', 'Ž')).toBe(false);
  });
});

describe('hasType', () => {
  it('is true of the type itself and of types below it', () => {
    expect(hasType('hs_admin', 'HS_ADMIN')).toBe(true);
    expect(hasType('HS_SITE.PREFIX', 'HS_SITE')).toBe(true);
  });

  it('is false of a type that merely begins alike', () => {
    expect(hasType('HS_SERVICE', 'HS_SERV')).toBe(false);
    expect(hasType('HS', 'HS_SERV')).toBe(false);
  });
});

describe('isSelected', () => {
  const selections = fc.record({
    types: fc.array(types, { maxLength: 3 }),
    indexes: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
  });
  const values = fc.tuple(fc.integer({ min: 0, max: 4 }), types).map((of) => value(...of));

  it('selects every value when nothing is named', () => {
    expect(isEverything(EVERYTHING)).toBe(true);
    expect(isSelected(EVERYTHING, value(7, 'X'))).toBe(true);
  });

  it('selects the union of the named indexes and types', () => {
    fc.assert(
      fc.property(selections, values, (selection, candidate) => {
        fc.pre(!isEverything(selection));
        const byIndex = isSelected({ types: [], indexes: selection.indexes }, candidate);
        const byType = isSelected({ types: selection.types, indexes: [] }, candidate);
        const named =
          (selection.indexes.length > 0 && byIndex) || (selection.types.length > 0 && byType);
        expect(isSelected(selection, candidate)).toBe(named);
      }),
    );
  });

  it('takes an empty type for no type at all, not for all of them', () => {
    expect(isSelected({ types: [''], indexes: [] }, value(1, 'URL'))).toBe(false);
  });
});
