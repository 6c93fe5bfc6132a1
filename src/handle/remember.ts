/** Texts longer than this are worked out anew each time; nobody sends such twice by accident. */
const MAX_KEY_CHARACTERS = 512;

/**
 * A function that is asked the same again and again, with its last answers at hand: a bounded number
 * of them, whatever strangers think of. Answers not asked for lately go, half of them at a time,
 * because a list in the order of use costs more than what is remembered here.
 *
 * @param max how many answers are kept at most
 * @param answer must depend on nothing but the text, and its answers must not be changed
 */
export function remember<Answer>(
  max: number,
  answer: (text: string) => Answer,
): (text: string) => Answer {
  let lately = new Map<string, Answer>();
  let before = new Map<string, Answer>();
  return (text) => {
    const known = lately.get(text);
    if (known !== undefined) return known;
    const made = before.get(text) ?? answer(text);
    if (text.length > MAX_KEY_CHARACTERS) return made;
    if (lately.size >= max / 2) {
      before = lately;
      lately = new Map();
    }
    lately.set(text, made);
    return made;
  };
}
