// What compression saved, of WebSocket messages and of HTTP bodies.

import { base64Length, utf8Length } from "../../base/bytes.ts";
import type { Content, Entry } from "../../tape/entry.ts";
import { Counts } from "./count.ts";

export interface Saving {
  /** How many there were, compressed or not. */
  readonly count: number;
  /** How many were compressed and kept whole: only they can be measured. */
  readonly compressed: number;
  /** Of those: what they carried, and what went over the wire. */
  readonly contentBytes: number;
  readonly wireBytes: number;
}

export class Compression {
  readonly #messages = { count: 0, compressed: 0, contentBytes: 0, wireBytes: 0 };
  readonly #bodies = { count: 0, compressed: 0, contentBytes: 0, wireBytes: 0 };
  readonly #codings = new Counts();

  recorded(entry: Entry): void {
    if (entry.kind === "message") {
      this.#messages.count += 1;
      if (entry.compressed === true) add(this.#messages, entry);
    } else if (entry.kind === "request" || entry.kind === "response") {
      if (entry.text === undefined && entry.base64 === undefined) return;
      this.#bodies.count += 1;
      if (entry.coding === undefined) return;
      this.#codings.add(entry.coding);
      add(this.#bodies, entry);
    }
  }

  get messages(): Saving {
    return { ...this.#messages };
  }

  get bodies(): Saving {
    return { ...this.#bodies };
  }

  /** `gzip`, `br`, … of HTTP bodies. */
  get codings(): readonly string[] {
    return this.#codings.mostFirst.map(({ kind }) => kind);
  }
}

/** The wire's bytes for each of the content's: 0.25 is a quarter. Undefined without content. */
export function ratioOf({ contentBytes, wireBytes }: Saving): number | undefined {
  return contentBytes === 0 ? undefined : wireBytes / contentBytes;
}

function add(
  saving: { compressed: number; contentBytes: number; wireBytes: number },
  content: Content,
): void {
  if (content.wireBytes === undefined || content.truncated === true) return;
  saving.compressed += 1;
  saving.contentBytes += contentBytes(content);
  saving.wireBytes += content.wireBytes;
}

function contentBytes({ text, base64 = "" }: Content): number {
  if (text !== undefined) return utf8Length(text);
  return base64Length(base64);
}
