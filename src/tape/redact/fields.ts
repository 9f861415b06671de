// Hides secrets in the fields of one entry and remembers where, leaving out what was hidden before.
// A field in which nothing is found comes back as the same value.

import { fromBase64, toBase64, toHex } from "../../base/bytes.ts";
import type { Header, Redacted } from "../entry.ts";
import { hideHeaderValue } from "./header_value.ts";
import { applyHits, type Hit, mergeHits, withoutHidden } from "./hit.ts";
import { scanLevels } from "./levels.ts";
import type { Rules } from "./rules.ts";
import { replaceBytes, scanBytes } from "./scan_bytes.ts";
import { View } from "./view.ts";

/** Secrets that were found in one field. */
export interface FoundField {
  /** As the entry's `redacted` names it: `text`, `headers[2]`, `args[0].token`. */
  readonly field: string;
  readonly hits: readonly Hit[];
}

export class Fields {
  readonly rules: Rules;
  readonly found: FoundField[] = [];
  readonly #hidden: Redacted | undefined;

  constructor(rules: Rules, hidden: Redacted | undefined) {
    this.rules = rules;
    this.#hidden = hidden;
  }

  /** Whether something in this field was hidden before. */
  wasHidden(field: string): boolean {
    return this.#hidden?.[field] !== undefined;
  }

  add(field: string, hits: readonly Hit[]): void {
    this.found.push({ field, hits });
  }

  /** A text with the hits of a scan hidden. */
  hide(field: string, text: string, hits: readonly Hit[]): string {
    const fresh = this.#fresh(field, hits);
    return fresh.length === 0 ? text : applyHits(text, fresh);
  }

  /** A text that is not split into packets: a URL, a reason, a mark. */
  text(field: string, text: string): string {
    if (!this.rules.mayHide(text)) return text;
    return this.hide(field, text, mergeHits(scanLevels(View.of(text, "plain"), this.rules)));
  }

  /** `/REGEX/flags` of the user's: what stands between the slashes may be the secret itself. */
  expression(field: string, text: string): string {
    const source = /^\/([\s\S]+)\/[a-z]*$/.exec(text)?.[1];
    if (source === undefined) return text;
    const hit = View.of(text, "plain").hit(1, 1 + source.length, source);
    return hit === undefined ? text : this.hide(field, text, [hit]);
  }

  /** Base64 whose bytes hold secrets; places are counted in bytes. */
  base64(field: string, base64: string): string {
    return this.#base64(field, base64, (bytes) => scanBytes(bytes, this.rules));
  }

  /** Base64 that is a secret from end to end. */
  wholeBase64(field: string, base64: string): string {
    return this.#base64(field, base64, (bytes) => {
      const replacement = "*".repeat(bytes.length);
      return [{ start: 0, end: bytes.length, secret: toHex(bytes), replacement }];
    });
  }

  headers(field: string, headers: readonly Header[]): readonly Header[] {
    let changed = false;
    const result = headers.map((header, index): Header => {
      const value = this.#header(`${field}[${index}]`, header);
      if (value === header[1]) return header;
      changed = true;
      return [header[0], value];
    });
    return changed ? result : headers;
  }

  #base64(field: string, base64: string, scan: (bytes: Uint8Array) => readonly Hit[]): string {
    const bytes = fromBase64(base64);
    if (bytes === undefined || bytes.length === 0) return base64;
    const fresh = this.#fresh(field, scan(bytes));
    return fresh.length === 0 ? base64 : toBase64(replaceBytes(bytes, fresh));
  }

  #header(field: string, [name, value]: Header): string {
    const view = View.of(value, "plain");
    const own = hideHeaderValue(view, 0, value.length, name, this.rules.names);
    const found = scanLevels(view, this.rules);
    // A cookie's attributes look like a form's fields: its own form has said what is secret in it.
    const others = /cookie$/i.test(name) ? found.filter((hit) => hit.jwt !== undefined) : found;
    return this.hide(field, value, mergeHits([...own, ...others]));
  }

  #fresh(field: string, hits: readonly Hit[]): readonly Hit[] {
    if (hits.length === 0) return hits;
    const fresh = withoutHidden(hits, this.#hidden?.[field] ?? []);
    if (fresh.length > 0) this.add(field, fresh);
    return fresh;
  }
}
