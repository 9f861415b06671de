// Text on its way to stdout, in pieces that are worth a write: a write for each of a million lines
// would take longer than all the rest.

import type { Output } from "../host.ts";

/** How much is gathered before it is written; at the end of what was read, less is written too. */
export const PAGE_CHARACTERS = 64 * 1024;

export class Page {
  readonly #output: Output;
  #text = "";

  constructor(output: Output) {
    this.#output = output;
  }

  line(text: string): void {
    this.#text += `${text}\n`;
    if (this.#text.length >= PAGE_CHARACTERS) this.flush();
  }

  lines(texts: readonly string[]): void {
    for (const text of texts) this.line(text);
  }

  flush(): void {
    const text = this.#text;
    if (text === "") return;
    this.#text = "";
    this.#output.write(text);
  }
}
