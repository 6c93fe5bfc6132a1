/** Says on stderr how far the work has got: over itself on a terminal, in lines elsewhere. */
export function progressTo(stream: NodeJS.WriteStream): (text: string) => void {
  let last = '';
  return (text) => {
    if (stream.isTTY) stream.write(`\r\u001b[K${text}`);
    else if (text !== '' && text !== last) stream.write(`${text}\n`);
    last = text;
  };
}
