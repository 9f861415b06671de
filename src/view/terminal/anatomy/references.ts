// Footnotes: each place in the protocols' documents is told once, with a number.

import type { Source } from "../../../timeline/anatomy/sources.ts";
import type { Paint } from "../paint.ts";
import { padColumns, textWidth } from "../text_width.ts";

export class References {
  readonly #sources: Source[] = [];

  /** `[1]`, the same for the same place. */
  mark(source: Source): string {
    const known = this.#sources.findIndex((other) =>
      other.document === source.document && other.section === source.section
    );
    if (known !== -1) return `[${known + 1}]`;
    this.#sources.push(source);
    return `[${this.#sources.length}]`;
  }

  /** Empty when nothing was referred to. */
  lines(columns: number, paint: Paint): readonly string[] {
    if (this.#sources.length === 0) return [];
    const left = this.#sources.map(({ document, section }, index) =>
      `${`[${index + 1}]`.padEnd(4)} ${document}, "${section}"`
    );
    const width = Math.max(...left.map(textWidth));
    const addresses = this.#sources.map(({ address }) => address);
    const fits = addresses.every((address) => width + 2 + address.length <= columns);
    const documents = new Map(this.#sources.map(({ document, address }) => [document, address]));
    return [
      paint("bold", "Where the documents say so"),
      ...left.map((line, index) =>
        fits ? `${padColumns(line, width)}  ${paint("dim", addresses[index] ?? "")}` : line
      ),
      ...(fits
        ? []
        : [...documents].map(([document, address]) => paint("dim", `  ${document}: ${address}`))),
    ];
  }
}
