import { codePoint } from './character-set.ts';
import { Cursor, codeOf, UnusableExpression } from './cursor.ts';
import { type EscapeSequence, readEscape } from './java-escape.ts';
import { MAX_EXPRESSION_DEPTH } from './limits.ts';

/** An expression in RE2's syntax, and how many instructions it will have, roughly. */
export interface Translation {
  readonly expression: string;
  readonly size: number;
}

interface Flags {
  dotAll: boolean;
  unixLines: boolean;
}

/**
 * Translates an expression of java.util.regex into RE2's syntax, so that it means the same.
 *
 * What RE2 cannot do in linear time is refused: back-references, look-around, possessive and
 * atomic groups; so is what would be read differently (intersections of classes) and rarely used
 * (comments mode).
 *
 * @throws UnusableExpression saying what cannot be used
 */
export function translateJavaExpression(java: string): Translation {
  return new Translator(java).translate();
}

class Translator {
  readonly #cursor: Cursor;
  #depth = 0;

  constructor(java: string) {
    this.#cursor = new Cursor(java);
  }

  translate(): Translation {
    const whole = this.#alternatives({ dotAll: false, unixLines: false });
    if (this.#cursor.peek() !== '') throw new UnusableExpression('an unmatched )');
    return whole;
  }

  /** Up to the closing parenthesis or the end. Inline flags hold until there. */
  #alternatives(outer: Flags): Translation {
    const flags = { ...outer };
    let expression = '';
    let size = 1;
    while (this.#cursor.peek() !== '' && this.#cursor.peek() !== ')') {
      if (this.#cursor.skip('|')) {
        expression += '|';
        size += 1;
        continue;
      }
      const part = this.#quantified(this.#atom(flags));
      expression += part.expression;
      size += part.size;
    }
    return { expression, size };
  }

  #atom(flags: Flags): Translation {
    const character = this.#cursor.take();
    switch (character) {
      case '(':
        return this.#group(flags);
      case '[':
        return this.#class();
      case '.':
        return { expression: dot(flags), size: 1 };
      case '\\':
        return this.#cursor.skip('Q') ? this.#quotation() : outsideClass(readEscape(this.#cursor));
      case '^':
      case '$':
        return { expression: character, size: 1 };
      case '*':
      case '+':
      case '?':
      case '{':
        throw new UnusableExpression(`nothing before ${character} to repeat`);
      default:
        return { expression: codePoint(codeOf(character)), size: 1 };
    }
  }

  #quantified(atom: Translation): Translation {
    const quantifier = this.#quantifier();
    if (quantifier === undefined) return atom;
    const lazy = this.#cursor.skip('?') ? '?' : '';
    if (this.#cursor.peek() === '+') throw new UnusableExpression('a possessive quantifier');
    return {
      expression: `${atom.expression}${quantifier.text}${lazy}`,
      size: atom.size * quantifier.times + 1,
    };
  }

  #quantifier(): { text: string; times: number } | undefined {
    if (this.#cursor.skip('*')) return { text: '*', times: 1 };
    if (this.#cursor.skip('+')) return { text: '+', times: 1 };
    if (this.#cursor.skip('?')) return { text: '?', times: 1 };
    if (this.#cursor.peek() !== '{') return undefined;
    const ahead = this.#cursor.ahead(16);
    const counts = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(ahead);
    if (counts === null) throw new UnusableExpression('a count that cannot be used');
    const [text, least = '', comma, most = ''] = counts;
    this.#cursor.advance(text.length);
    const times = Math.max(Number(least), Number(most)) + (comma !== '' && most === '' ? 1 : 0);
    return { text, times: Math.max(1, times) };
  }

  #group(flags: Flags): Translation {
    this.#depth += 1;
    if (this.#depth > MAX_EXPRESSION_DEPTH) throw new UnusableExpression('it nests too deeply');
    const inner = { ...flags };
    const opening = this.#cursor.skip('?') ? this.#openingOf(inner) : '(';
    if (this.#cursor.skip(')')) {
      this.#depth -= 1;
      // `(?i)` changes what follows in the group around it and holds nothing itself.
      const isFlags = opening !== '(' && !opening.endsWith(':') && !opening.endsWith('>');
      if (isFlags) Object.assign(flags, inner);
      return { expression: isFlags && opening === '(?' ? '' : `${opening})`, size: 2 };
    }
    const content = this.#alternatives(inner);
    this.#cursor.expect(')', 'a missing )');
    this.#depth -= 1;
    return { expression: `${opening}${content.expression})`, size: content.size + 2 };
  }

  /** What a group that begins with `(?` begins with in RE2; flags without a colon hold nothing. */
  #openingOf(inner: Flags): string {
    if (this.#cursor.skip(':')) return '(?:';
    if (this.#cursor.skip('>')) throw new UnusableExpression('an atomic group');
    if (/^(?:[=!]|<[=!])/.test(this.#cursor.ahead(2))) throw new UnusableExpression('look-around');
    if (this.#cursor.skip('<')) {
      let name = '';
      while (/[A-Za-z0-9]/.test(this.#cursor.peek())) name += this.#cursor.take();
      this.#cursor.expect('>', 'a bad group name');
      return `(?P<${name}>`;
    }
    const letters = this.#flagLetters(inner);
    if (this.#cursor.skip(':')) return `(?${letters}:`;
    if (this.#cursor.peek() !== ')') throw new UnusableExpression('a group of an unknown kind');
    return `(?${letters}`;
  }

  /** Sets what concerns the dot in `flags`. @returns the letters that RE2 has to know */
  #flagLetters(flags: Flags): string {
    let on = '';
    let off = '';
    let set = true;
    while (/[a-zA-Z-]/.test(this.#cursor.peek())) {
      const letter = this.#cursor.take();
      if (letter === '-') set = false;
      else if (letter === 's') flags.dotAll = set;
      else if (letter === 'd') flags.unixLines = set;
      else if (letter === 'i' || letter === 'm') {
        if (set) on += letter;
        else off += letter;
      } else if (letter !== 'u') throw new UnusableExpression(`the flag ${letter}`);
    }
    return off === '' ? on : `${on}-${off}`;
  }

  #quotation(): Translation {
    let expression = '';
    let size = 0;
    while (this.#cursor.peek() !== '' && !this.#cursor.skip('\\E')) {
      expression += codePoint(codeOf(this.#cursor.take()));
      size += 1;
    }
    // What repeats a quotation repeats its last character only, in both.
    return { expression, size };
  }

  #class(): Translation {
    const negated = this.#cursor.skip('^');
    const members = this.#classMembers(negated);
    return { expression: `[${negated ? '^' : ''}${members}]`, size: 1 + members.length / 16 };
  }

  #classMembers(negated: boolean): string {
    let members = this.#cursor.peek() === ']' ? codePoint(codeOf(this.#cursor.take())) : '';
    while (!this.#cursor.skip(']')) {
      if (this.#cursor.peek() === '&' && this.#cursor.peek(1) === '&') {
        throw new UnusableExpression('an intersection of classes');
      }
      if (this.#cursor.skip('[')) {
        this.#depth += 1;
        if (negated || this.#cursor.skip('^') || this.#depth > MAX_EXPRESSION_DEPTH) {
          throw new UnusableExpression('a class inside a class');
        }
        members += this.#classMembers(false);
        this.#depth -= 1;
      } else {
        members += this.#classMember();
      }
    }
    return members;
  }

  #classMember(): string {
    const first = this.#classCharacter();
    if (typeof first === 'string') return first;
    const isRange = this.#cursor.peek() === '-' && !['', ']', '['].includes(this.#cursor.peek(1));
    if (!isRange) return codePoint(first);
    this.#cursor.advance(1);
    const last = this.#classCharacter();
    if (typeof last === 'string' || last < first) throw new UnusableExpression('a bad range');
    return `${codePoint(first)}-${codePoint(last)}`;
  }

  /** A code point, or a whole set as it is written in a class. */
  #classCharacter(): number | string {
    const character = this.#cursor.take();
    if (character !== '\\') return codeOf(character);
    const sequence = readEscape(this.#cursor);
    if ('character' in sequence) return sequence.character;
    if ('set' in sequence) return sequence.set;
    throw new UnusableExpression('an escape that means nothing in a class');
  }
}

function dot(flags: Flags): string {
  if (flags.dotAll) return '(?s:.)';
  return flags.unixLines ? '[^\\n]' : '[^\\n\\r\\x{85}\\x{2028}\\x{2029}]';
}

function outsideClass(sequence: EscapeSequence): Translation {
  if ('character' in sequence) return { expression: codePoint(sequence.character), size: 1 };
  if ('set' in sequence) return { expression: `[${sequence.set}]`, size: 1 };
  return { expression: sequence.text, size: 2 };
}
