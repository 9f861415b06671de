// Lines as programs exchange them: they end at "\n" and nowhere else. (Readers that people use end
// them at U+2028 too, which stands in JSON as it is.)

/** Every line of a stream of UTF-8, without its end. */
export async function* readLines(
  stream: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  for await (const piece of stream) {
    const text = typeof piece === "string" ? piece : decoder.decode(piece, { stream: true });
    const [first = "", ...rest] = text.split("\n");
    pieces.push(first);
    for (const next of rest) {
      yield pieces.join("");
      pieces = [next];
    }
  }
}
