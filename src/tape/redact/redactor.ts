// Hides secrets before anything is written, on whole entries, and lists where it did. What a hash
// was made with dies with the redactor's owner: equal secrets read equal, nothing can be guessed back.

import { shortKeyedHash } from "../../base/hash.ts";
import type { Note } from "../../base/note.ts";
import type { Entry, Redacted, RedactedRange, TapeHeader } from "../entry.ts";
import { type Hidden, hideEntry, hideHeader, listRanges } from "./hide_entry.ts";
import type { FoundField } from "./fields.ts";
import { withoutHidden } from "./hit.ts";
import { describeJwt } from "./jwt.ts";
import { Rules } from "./rules.ts";
import { replaceBytes, scanBytes } from "./scan_bytes.ts";

export interface RedactorOptions {
  /** Chance's bytes, made for one recording and never kept. */
  readonly hashKey: Uint8Array;
  /** The user's `--redact`: keys, and expressions (see `parseExtra`). */
  readonly extra?: readonly (string | RegExp)[];
  /** False (`--keep-secrets`) hands everything back as it was. */
  readonly enabled: boolean;
}

export interface RedactedText {
  readonly text: string;
  readonly ranges: readonly RedactedRange[];
}

export interface RedactedBytes {
  readonly bytes: Uint8Array;
  readonly ranges: readonly RedactedRange[];
}

/** How many different tokens are told apart, so that each is noted once. */
export const NOTED_TOKENS_LIMIT = 10_000;

/** How many secrets' hashes are remembered at a time, and how long such a secret may be. */
export const KNOWN_HASHES_LIMIT = 256;
export const KNOWN_SECRET_LENGTH_LIMIT = 4096;

/** How often a line is looked at, at the most. */
export const PASSES_LIMIT = 8;

type Hide<Line> = (line: Line, rules: Rules) => Hidden<Line>;

/** An entry that a bare text is put in. */
const CARRIER = { kind: "bytes", at: 0, conn: 0, from: "client" } as const;

export class Redactor {
  readonly #hashKey: Uint8Array;
  readonly #rules: Rules;
  readonly #enabled: boolean;
  readonly #noted = new Set<string>();
  readonly #hashes = new Map<string, string>();
  #notes: Note[] = [];
  #hidden = 0;

  constructor(options: RedactorOptions) {
    this.#hashKey = options.hashKey;
    this.#rules = new Rules(options.extra);
    this.#enabled = options.enabled;
  }

  /** How many secrets were hidden so far. */
  get hidden(): number {
    return this.#hidden;
  }

  /** The entry with its secrets hidden and listed; the same object when there is none. */
  redactEntry(entry: Entry): Entry {
    return this.#settle(entry, hideEntry);
  }

  /** The tape's first line likewise: the target's URL. */
  redactHeader(header: TapeHeader): TapeHeader {
    return this.#settle(header, hideHeader);
  }

  /** A message or body as text. */
  redactText(text: string): RedactedText {
    const entry = this.redactEntry({ ...CARRIER, text });
    return { text: textOf(entry) ?? text, ranges: entry.redacted?.text ?? [] };
  }

  /** A message or body as bytes; the same bytes when nothing is hidden. */
  redactBytes(bytes: Uint8Array): RedactedBytes {
    let hidden = bytes;
    let redacted: Redacted = {};
    for (let pass = 0; this.#enabled && pass < PASSES_LIMIT; pass++) {
      const hits = withoutHidden(scanBytes(hidden, this.#rules), redacted.base64 ?? []);
      if (hits.length === 0) break;
      const found = [{ field: "base64", hits }];
      this.#count(found);
      redacted = listRanges(redacted, found, this.#hash);
      hidden = replaceBytes(hidden, hits);
    }
    return { bytes: hidden, ranges: redacted.base64 ?? [] };
  }

  /** What may be said of the tokens that were hidden since it was last asked. */
  takeNotes(): readonly Note[] {
    const notes = this.#notes;
    this.#notes = [];
    return notes;
  }

  /**
   * Hides until nothing more is found. Torn text can read differently once a part of it is hidden (a
   * quote that was a secret's no longer pairs with the next), so one look is not always enough.
   */
  #settle<Line extends Entry | TapeHeader>(line: Line, hide: Hide<Line>): Line {
    let settled = line;
    for (let pass = 0; this.#enabled && pass < PASSES_LIMIT; pass++) {
      const { line: hidden, found } = hide(settled, this.#rules);
      if (found.length === 0) break;
      this.#count(found);
      settled = { ...hidden, redacted: listRanges(settled.redacted, found, this.#hash) };
    }
    return settled;
  }

  #count(found: readonly FoundField[]): void {
    for (const { hits } of found) {
      this.#hidden += hits.length;
      for (const { jwt } of hits) if (jwt !== undefined) this.#note(jwt);
    }
  }

  #note(token: string): void {
    const id = this.#hash(token);
    if (this.#noted.has(id) || this.#noted.size >= NOTED_TOKENS_LIMIT) return;
    this.#noted.add(id);
    this.#notes.push({ rule: "redact/jwt", text: describeJwt(token) });
  }

  /** The same few tokens come again and again, and a keyed hash costs more than finding them. */
  readonly #hash = (secret: string): string => {
    const known = this.#hashes.get(secret);
    if (known !== undefined) return known;
    const hash = shortKeyedHash(this.#hashKey, secret);
    if (this.#hashes.size >= KNOWN_HASHES_LIMIT) this.#hashes.clear();
    if (secret.length <= KNOWN_SECRET_LENGTH_LIMIT) this.#hashes.set(secret, hash);
    return hash;
  };
}

function textOf(entry: Entry): string | undefined {
  return "text" in entry ? entry.text : undefined;
}
