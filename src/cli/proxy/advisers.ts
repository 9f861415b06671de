// What a browser behind a tap will stumble over, said before anybody wonders: pages that the server
// does not let in, and cookies that do not survive on loopback. Each is said once.

import { readCookie } from "../../net/cookies.ts";
import { type Asked, askedBy, isPreflight, refusalOf } from "../../net/cross_origin.ts";
import type { Entry, RequestEntry, ResponseEntry } from "../../tape/entry.ts";
import { printable } from "../../view/terminal/event_line.ts";
import { headerValue } from "../../wire/headers.ts";
import type { Advise, Adviser } from "../recording/monitor.ts";

/** How many things are remembered as said; what comes after them is not said. */
const MAX_SAID = 100;

/** How many requests of pages may wait for their answers. */
const MAX_WAITING = 1000;

/** Tells of answers that a browser will keep from the page that asked. */
export class CrossOriginAdviser implements Adviser {
  readonly #advise: Advise;
  readonly #allowed: string | undefined;
  readonly #waiting = new Map<number, { readonly conn: number; readonly asked: Asked }>();
  readonly #said = new Set<string>();

  /** `allowed`: the tap itself lets this origin in. */
  constructor(advise: Advise, allowed: string | undefined) {
    this.#advise = advise;
    this.#allowed = allowed;
  }

  recorded(entry: Entry): void {
    if (entry.kind === "request" && isPage(entry) && this.#waiting.size < MAX_WAITING) {
      const { method, headers, url: target, conn } = entry;
      const asked = askedBy({ method, headers, target, version: "1.1" });
      this.#waiting.set(entry.id, { conn, asked });
    }
    // What was asked on a connection that is gone is never answered.
    if (entry.kind === "close") this.#forget(entry.conn);
    if (entry.kind !== "response" || entry.status < 200) return;
    const waiting = this.#waiting.get(entry.id);
    if (waiting === undefined) return;
    this.#waiting.delete(entry.id);
    this.#answered(waiting.asked, entry);
  }

  #forget(conn: number): void {
    for (const [id, waiting] of this.#waiting) {
      if (waiting.conn === conn) this.#waiting.delete(id);
    }
  }

  #answered(asked: Asked, response: ResponseEntry): void {
    const { origin = "" } = asked;
    const refusal = refusalOf(asked, response);
    if (refusal === undefined || origin === this.#allowed) return;
    if (this.#said.has(origin) || this.#said.size >= MAX_SAID) return;
    this.#said.add(origin);
    const what = isPreflight(asked) ? "a preflight" : asked.method;
    this.#advise(
      "advice/cross-origin",
      printable(
        `The browser refuses pages of ${origin}, as the server answered ${what}: ${refusal}. ` +
          `--allow-origin ${origin} lets them in, on this tap only`,
      ),
    );
  }
}

/** A page of another origin asks: not the tap's own, and not for a WebSocket, which needs no leave. */
function isPage(request: RequestEntry): boolean {
  const origin = headerValue(request.headers, "origin");
  if (origin === undefined || headerValue(request.headers, "upgrade") !== undefined) return false;
  return origin.replace(/^https?:\/\//, "") !== headerValue(request.headers, "host");
}

/** Tells of cookies that a browser will not send back to http://127.0.0.1. */
export class CookieAdviser implements Adviser {
  readonly #advise: Advise;
  readonly #isSecure: boolean;
  readonly #said = new Set<string>();

  /** `isSecure`: the tap itself serves TLS. */
  constructor(advise: Advise, isSecure: boolean) {
    this.#advise = advise;
    this.#isSecure = isSecure;
  }

  recorded(entry: Entry): void {
    if (entry.kind !== "response") return;
    for (const [name, value] of entry.headers) {
      if (name.toLowerCase() === "set-cookie") this.#look(value);
    }
  }

  #look(cookie: string): void {
    const { name, obstacles, isHopeless } = readCookie(cookie, this.#isSecure);
    if (obstacles.length === 0 && !isHopeless) return;
    if (this.#said.has(name) || this.#said.size >= MAX_SAID) return;
    this.#said.add(name);
    const way = isHopeless
      ? "with that name it needs TLS: --tls-cert and --tls-key serve it"
      : `it says ${obstacles.join(" and ")}. --rewrite-cookies takes that off`;
    this.#advise(
      "advice/cookie",
      printable(`The cookie "${name}" does not survive here: ${way}`),
    );
  }
}
