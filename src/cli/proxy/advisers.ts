// What a browser behind a tap will stumble over, said before anybody wonders: pages that the server
// does not let in, and cookies that do not survive. Each is said once.

import { type CookieReading, readCookie } from "../../net/cookies.ts";
import {
  type Asked,
  askedBy,
  isPreflight,
  refusalOf,
  writtenBack,
} from "../../net/cross_origin.ts";
import type { Entry, Header, RequestEntry, ResponseEntry } from "../../tape/entry.ts";
import { printable } from "../../view/terminal/event_line.ts";
import { headerValue } from "../../wire/headers.ts";
import type { Advise, Adviser } from "../recording/monitor.ts";

/** How many things are remembered as said; what comes after them is not said. */
const MAX_SAID = 100;

/** How many requests of pages may wait for their answers. */
const MAX_WAITING = 1000;

export interface CrossOriginRules {
  /** The tap itself lets this origin in. */
  readonly allowed?: string | undefined;
  /** The target's own origin, which the tap sends instead of the page's. */
  readonly sent?: string | undefined;
}

/** Tells of answers that a browser will keep from the page that asked. */
export class CrossOriginAdviser implements Adviser {
  readonly #advise: Advise;
  readonly #rules: CrossOriginRules;
  readonly #waiting = new Map<number, { readonly conn: number; readonly asked: Asked }>();
  readonly #said = new Set<string>();

  constructor(advise: Advise, rules: CrossOriginRules) {
    this.#advise = advise;
    this.#rules = rules;
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

  #answered(asked: Asked, { status, headers }: ResponseEntry): void {
    const { origin = "" } = asked;
    const refusal = refusalOf(asked, { status, headers: this.#asBrowsersGet(headers, asked) });
    if (refusal === undefined || origin === this.#rules.allowed) return;
    if (this.#said.has(origin) || this.#said.size >= MAX_SAID) return;
    this.#said.add(origin);
    const what = isPreflight(asked) ? "a preflight" : asked.method;
    const pages = origin === "null"
      ? "opened from a file, or in a sandbox (Origin: null)"
      : `of ${origin}`;
    this.#advise(
      "advice/cross-origin",
      printable(
        `The browser refuses pages ${pages}, as the server answered ${what}: ${refusal}. ` +
          `--allow-origin ${origin} lets them in, on this tap only`,
      ),
    );
  }

  /** What was recorded is what the server said, before the tap mended it. */
  #asBrowsersGet(headers: readonly Header[], asked: Asked): readonly Header[] {
    const { sent } = this.#rules;
    if (sent === undefined) return headers;
    return headers.map(([name, value]): Header => [
      name,
      name.toLowerCase() === "access-control-allow-origin"
        ? writtenBack(value, asked, sent)
        : value,
    ]);
  }
}

/** A page of another origin asks: not the tap's own, and not for a WebSocket, which needs no leave. */
function isPage(request: RequestEntry): boolean {
  const origin = headerValue(request.headers, "origin");
  if (origin === undefined || headerValue(request.headers, "upgrade") !== undefined) return false;
  return origin.replace(/^https?:\/\//, "") !== headerValue(request.headers, "host");
}

/** Tells of cookies that do not survive here, and of those that some clients do not send back. */
export class CookieAdviser implements Adviser {
  readonly #advise: Advise;
  readonly #servesTls: boolean;
  /** What the client of each connection calls the tap. */
  readonly #hosts = new Map<number, string>();
  readonly #said = new Set<string>();

  /** `servesTls`: the tap itself does. */
  constructor(advise: Advise, servesTls: boolean) {
    this.#advise = advise;
    this.#servesTls = servesTls;
  }

  recorded(entry: Entry): void {
    if (entry.kind === "request") {
      const host = headerValue(entry.headers, "host");
      if (host !== undefined) this.#hosts.set(entry.conn, host);
    }
    if (entry.kind === "close") this.#hosts.delete(entry.conn);
    if (entry.kind !== "response") return;
    for (const [name, value] of entry.headers) {
      if (name.toLowerCase() === "set-cookie") this.#look(value, this.#hosts.get(entry.conn));
    }
  }

  #look(value: string, host: string | undefined): void {
    const cookie = readCookie(value, { host, servesTls: this.#servesTls });
    const advice = adviceOn(cookie);
    if (advice === undefined) return;
    if (this.#said.has(cookie.name) || this.#said.size >= MAX_SAID) return;
    this.#said.add(cookie.name);
    this.#advise("advice/cookie", printable(advice));
  }
}

const SERVE_TLS = "--tls-cert and --tls-key serve TLS";

function adviceOn(cookie: CookieReading): string | undefined {
  const { name, refusedFor, needsTls } = cookie;
  if (refusedFor.length > 0) {
    const why = `The cookie "${name}" does not survive here: it says ${refusedFor.join(" and ")}. `;
    const isMended = refusedFor.every((reason) => !needsTls || !/^secure$/i.test(reason));
    return why +
      (isMended ? "--rewrite-cookies takes that off" : `With that name it has to: ${SERVE_TLS}`);
  }
  if (!cookie.isDoubtful) return undefined;
  return `The cookie "${name}" says Secure. Over plain http on this machine Chromium, Firefox and ` +
    "curl send it back; Safari and Python's clients, for instance, do not. " +
    (needsTls ? `For these, ${SERVE_TLS}` : "For these, --rewrite-cookies takes Secure off");
}
