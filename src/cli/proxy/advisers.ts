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
import type { Header, ResponseEntry } from "../../tape/entry.ts";
import { printable } from "../../view/terminal/event_line.ts";
import { headerValue } from "../../wire/headers.ts";
import type { WaitingRequest } from "../recording/exchanges.ts";
import type { Advise, Adviser } from "../recording/monitor.ts";
import { Once } from "../recording/once.ts";

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
  readonly #once = new Once();

  constructor(advise: Advise, rules: CrossOriginRules) {
    this.#advise = advise;
    this.#rules = rules;
  }

  answered(request: WaitingRequest, { status, headers }: ResponseEntry): void {
    if (!isPage(request)) return;
    const { method, url: target } = request;
    const asked = askedBy({ method, headers: request.headers, target, version: "1.1" });
    const { origin = "" } = asked;
    const refusal = refusalOf(asked, { status, headers: this.#asBrowsersGet(headers, asked) });
    if (refusal === undefined || origin === this.#rules.allowed) return;
    if (!this.#once.isNew(origin)) return;
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
function isPage(request: WaitingRequest): boolean {
  const origin = headerValue(request.headers, "origin");
  if (origin === undefined || headerValue(request.headers, "upgrade") !== undefined) return false;
  return origin.replace(/^https?:\/\//, "") !== headerValue(request.headers, "host");
}

/** Tells of cookies that do not survive here, and of those that some clients do not send back. */
export class CookieAdviser implements Adviser {
  readonly #advise: Advise;
  readonly #servesTls: boolean;
  readonly #once = new Once();

  /** `servesTls`: the tap itself does. */
  constructor(advise: Advise, servesTls: boolean) {
    this.#advise = advise;
    this.#servesTls = servesTls;
  }

  answered(asked: WaitingRequest, { headers }: ResponseEntry): void {
    for (const [name, value] of headers) {
      if (name.toLowerCase() === "set-cookie") {
        this.#look(value, headerValue(asked.headers, "host"));
      }
    }
  }

  #look(value: string, host: string | undefined): void {
    const cookie = readCookie(value, { host, servesTls: this.#servesTls });
    const advice = adviceOn(cookie);
    if (advice === undefined) return;
    if (this.#once.isNew(cookie.name)) this.#advise("advice/cookie", printable(advice));
  }
}

const SERVE_TLS = "--tls-cert and --tls-key serve TLS";

function adviceOn(cookie: CookieReading): string | undefined {
  const { title, refusedFor, needsTls } = cookie;
  if (refusedFor.length > 0) {
    const why = `The ${title} does not survive here: it says ${refusedFor.join(" and ")}. `;
    const isMended = refusedFor.every((reason) => !needsTls || !/^secure$/i.test(reason));
    return why +
      (isMended ? "--rewrite-cookies takes that off" : `With that name it has to: ${SERVE_TLS}`);
  }
  if (!cookie.isDoubtful) return undefined;
  return `The ${title} says Secure. Over plain http on this machine Chromium, Firefox and ` +
    "curl send it back; Safari and Python's clients, for instance, do not. " +
    (needsTls ? `For these, ${SERVE_TLS}` : "For these, --rewrite-cookies takes Secure off");
}
