// Why it did not connect, from what the tap saw: the client itself only says "xhr poll error".

import type { Decoded } from "../../protocols/protocol.ts";
import type { Entry, RequestEntry, ResponseEntry } from "../../tape/entry.ts";
import { cut, printable } from "../../view/terminal/event_line.ts";

/** How much of an error page is shown. */
const MAX_SAID = 200;

/** Told everything that was recorded; keeps the last thing that may be the reason. */
export class ReasonFinder {
  readonly #target: URL;
  #reason: string | undefined;
  #hasMoved = false;
  #wasAnswered = false;
  #asked: RequestEntry | undefined;

  constructor(target: URL) {
    this.#target = target;
  }

  /** One sentence, or undefined when the wire showed nothing wrong. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** The target sends clients elsewhere, past the tap. */
  get hasMoved(): boolean {
    return this.#hasMoved;
  }

  failed(error: Error): void {
    this.#reason = `The target cannot be reached: ${error.message}`;
  }

  recorded(entry: Entry): void {
    if (entry.kind === "request") this.#asked = entry;
    if (entry.kind === "response") this.#answered(entry);
    if (entry.kind === "note" && entry.rule === "wire/not-http" && !this.#wasAnswered) {
      this.#reason = "The target does not speak HTTP on this port";
    }
    if (entry.kind === "close" && entry.by === "server" && !this.#wasAnswered) {
      this.#reason ??= "The target closed the connection without an answer";
    }
  }

  #answered(entry: ResponseEntry): void {
    this.#wasAnswered = true;
    if (entry.status < 300) return;
    const location = headerOf(entry, "location");
    if (entry.status < 400 && location !== undefined) {
      this.#hasMoved = this.#leaves(location);
      this.#reason = `Target moved to ${printable(this.#newAddress(location))}: ` +
        "record that instead";
      return;
    }
    const said = entry.text === undefined ? "" : `: ${cut(printable(entry.text), MAX_SAID)}`;
    this.#reason = `The target answered HTTP ${entry.status}${said}`;
  }

  /** A location without an origin of its own is asked for through the tap again. */
  #leaves(location: string): boolean {
    return URL.canParse(location) || location.startsWith("//");
  }

  /** What to record: where only the origin is new, the rest of the target stays as it was. */
  #newAddress(location: string): string {
    if (!URL.canParse(location, this.#target)) return location;
    const moved = new URL(location, this.#target);
    const path = this.#asked?.url.replace(/\?.*$/s, "");
    if (moved.pathname === path && moved.origin !== this.#target.origin) {
      return `${moved.origin}${this.#target.pathname}`;
    }
    return `${moved.origin}${moved.pathname}`;
  }

  decoded(decoded: Decoded): void {
    const packet = decoded.packets.at(-1);
    if (packet?.type !== "CONNECT_ERROR") return;
    this.#reason = `The server refused the connection: ${printable(decoded.label)}`;
  }
}

function headerOf(entry: ResponseEntry, name: string): string | undefined {
  return entry.headers.find(([written]) => written.toLowerCase() === name)?.[1];
}
