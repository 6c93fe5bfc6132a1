const UNQUOTED = /=\s*[^\s"'<>]/;
const TAG = /<[A-Za-z_]/g;
const PART_OF_TAG = /"[^"]*"|'[^']*'|=\s*([^\s"'<>]+)|>/g;

/** Puts quotes around values of attributes that have none, as in `<location id=1>`. */
export function quoteValues(text: string): string {
  if (!UNQUOTED.test(text)) return text;
  let quoted = '';
  let copied = 0;
  TAG.lastIndex = 0;
  while (TAG.test(text)) {
    PART_OF_TAG.lastIndex = TAG.lastIndex;
    for (;;) {
      const part = PART_OF_TAG.exec(text);
      // Without an end it is no tag, and nothing behind it is one.
      if (part === null) return quoted + text.slice(copied);
      const [whole, value] = part;
      if (whole === '>') break;
      if (value === undefined) continue;
      const end = part.index + whole.length;
      const closes = value.endsWith('/') && text[end] === '>';
      const start = end - value.length;
      const stop = closes ? end - 1 : end;
      quoted += `${text.slice(copied, start)}"${text.slice(start, stop)}"`;
      copied = stop;
    }
    TAG.lastIndex = PART_OF_TAG.lastIndex;
  }
  return quoted + text.slice(copied);
}
