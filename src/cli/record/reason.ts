// Why it did not connect, from what the tap saw: the client itself only says "xhr poll error".

import type { Decoded } from "../../protocols/protocol.ts";
import type { Entry, ResponseEntry } from "../../tape/entry.ts";
import { cut, printable } from "../../view/terminal/event_line.ts";

/** Told everything that was recorded; keeps the last thing that may be the reason. */
export class ReasonFinder {
  #reason: string | undefined;
  #wasAnswered = false;

  /** One sentence, or undefined when the wire showed nothing wrong. */
  get reason(): string | undefined {
    return this.#reason;
  }

  failed(error: Error): void {
    this.#reason = `The target cannot be reached: ${error.message}`;
  }

  recorded(entry: Entry): void {
    if (entry.kind === "response") this.#answered(entry);
    if (entry.kind === "note" && entry.rule === "wire/not-http") {
      this.#reason = "The target does not speak HTTP on this port";
    }
    if (entry.kind === "close" && entry.by === "server" && !this.#wasAnswered) {
      this.#reason ??= "The target closed the connection without an answer";
    }
  }

  #answered(entry: ResponseEntry): void {
    this.#wasAnswered = true;
    if (entry.status < 300) return;
    const location = entry.headers.find(([name]) => name.toLowerCase() === "location")?.[1];
    if (entry.status < 400 && location !== undefined) {
      this.#reason = `Target moved to ${printable(location)}: record that instead`;
      return;
    }
    const said = entry.text === undefined ? "" : `: ${cut(printable(entry.text), MAX_SAID)}`;
    this.#reason = `The target answered HTTP ${entry.status}${said}`;
  }

  decoded(decoded: Decoded): void {
    const packet = decoded.packets.at(-1);
    if (packet?.type !== "CONNECT_ERROR") return;
    this.#reason = `The server refused the connection: ${printable(decoded.label)}`;
  }
}

/** How much of an error page is shown. */
const MAX_SAID = 200;
