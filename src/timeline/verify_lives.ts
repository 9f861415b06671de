// Connections that open and close, requests that are answered: each once, and on its connection. A
// line stands where what it tells was whole: a response may stand before its request, the body of
// which was still being sent. What a recording did not see the end of is no mistake.

import type { Entry } from "../tape/entry.ts";
import { isInterim } from "../wire/status.ts";
import type { Finding } from "./verify_finding.ts";

type State = "open" | "closed";

/** A request, or one of which so far only responses came. */
interface Asked {
  readonly conn: number;
  /** The whole request has come. */
  isWhole: boolean;
  /** A final response has. */
  isAnswered: boolean;
  /** Where the first of its responses stands. */
  readonly response: number;
}

/** The note of a response that answers nothing. */
const UNASKED = "wire/response-unasked";
/** The note that lines of a connection are missing: the recorder could not tell them. */
const BROKEN = "tap/broken";

export class LifeCheck {
  readonly #conns = new Map<number, State>();
  readonly #requests = new Map<number, Asked>();
  /** How many responses of a connection may answer nothing: a note said so of each. */
  readonly #unasked = new Map<number, number>();

  receive(entry: Entry, line: number): readonly Finding[] {
    const life = this.#follow(entry, line);
    switch (entry.kind) {
      case "request":
        return [...life, ...this.#ask(entry, line)];
      case "response":
        return [...life, ...this.#answer(entry, line)];
      case "note":
        this.#noted(entry);
        return life;
      default:
        return life;
    }
  }

  /** Responses whose requests never came, in the order of their lines. */
  *finish(): Generator<Finding> {
    for (const [id, { conn, isWhole, response }] of this.#requests) {
      if (isWhole || this.#conns.get(conn) !== "closed") continue;
      const unasked = this.#unasked.get(conn) ?? 0;
      this.#unasked.set(conn, unasked - 1);
      if (unasked > 0) continue;
      yield pairing(response, "id", `"id" ${id} answers no request of this tape`);
    }
  }

  #noted({ conn, rule }: Entry & { readonly kind: "note" }): void {
    if (conn === undefined) return;
    if (rule === UNASKED) this.#unasked.set(conn, (this.#unasked.get(conn) ?? 0) + 1);
    if (rule === BROKEN) this.#unasked.set(conn, Infinity);
  }

  #ask({ id, conn }: Entry & { readonly kind: "request" }, line: number): readonly Finding[] {
    const known = this.#requests.get(id);
    if (known === undefined || known.isWhole) {
      this.#requests.set(id, { conn, isWhole: true, isAnswered: false, response: line });
      if (known === undefined) return [];
      return [pairing(line, "id", `"id" ${id} was another request's before`)];
    }
    known.isWhole = true;
    if (known.conn === conn) return [];
    const text = `"conn" is ${conn}, request ${id} was answered on ${known.conn}`;
    return [pairing(line, "conn", text)];
  }

  #answer(
    { id, conn, status }: Entry & { readonly kind: "response" },
    line: number,
  ): readonly Finding[] {
    const isFinal = !isInterim(status);
    const request = this.#requests.get(id);
    if (request === undefined) {
      this.#requests.set(id, { conn, isWhole: false, isAnswered: isFinal, response: line });
      return [];
    }
    if (request.conn !== conn) {
      const text = `"conn" is ${conn}, request ${id} was sent on ${request.conn}`;
      return [pairing(line, "conn", text)];
    }
    if (request.isAnswered) return [pairing(line, "id", `request ${id} was answered before`)];
    request.isAnswered = isFinal;
    return [];
  }

  #follow(entry: Entry, line: number): readonly Finding[] {
    // What the tap itself says of a connection may come when that has gone.
    if (!("conn" in entry) || entry.conn === undefined || entry.kind === "note") return [];
    const { conn } = entry;
    const state = this.#conns.get(conn);
    if (entry.kind === "close") {
      this.#conns.set(conn, "closed");
      return state === "closed" ? [life(line, `connection ${conn} was closed before`)] : [];
    }
    if (entry.kind === "open") {
      this.#conns.set(conn, "open");
      return state === undefined ? [] : [life(line, `connection ${conn} was there before`)];
    }
    if (state === "closed") return [life(line, `connection ${conn} was closed before`)];
    this.#conns.set(conn, "open");
    return [];
  }
}

function pairing(line: number, field: string, text: string): Finding {
  return { line, field, rule: "http/pair", severity: "error", text };
}

function life(line: number, text: string): Finding {
  return { line, field: "conn", rule: "conn/life", severity: "error", text };
}
