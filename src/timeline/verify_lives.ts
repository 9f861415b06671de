// Connections that open and close, requests that are answered: each once, and in that order. What a
// recording did not see the end of is no mistake; neither is a tape that begins in the middle.

import type { Entry } from "../tape/entry.ts";
import type { Finding } from "./verify_finding.ts";

type State = "open" | "closed";

export class LifeCheck {
  readonly #conns = new Map<number, State>();
  /** The connection of every request, and whether a final response came. */
  readonly #requests = new Map<number, { readonly conn: number; answered: boolean }>();

  receive(entry: Entry, line: number): readonly Finding[] {
    const life = this.#follow(entry, line);
    switch (entry.kind) {
      case "request": {
        const again = this.#requests.has(entry.id);
        this.#requests.set(entry.id, { conn: entry.conn, answered: false });
        if (!again) return life;
        return [...life, pairing(line, "id", `"id" ${entry.id} was another request's before`)];
      }
      case "response":
        return [...life, ...this.#answer(entry, line)];
      default:
        return life;
    }
  }

  #answer(
    { id, conn, status }: Entry & { readonly kind: "response" },
    line: number,
  ): readonly Finding[] {
    const request = this.#requests.get(id);
    if (request === undefined) {
      return [pairing(line, "id", `"id" ${id} answers no request before it`)];
    }
    if (request.conn !== conn) {
      const text = `"conn" is ${conn}, request ${id} was sent on ${request.conn}`;
      return [pairing(line, "conn", text)];
    }
    if (request.answered) return [pairing(line, "id", `request ${id} was answered before`)];
    request.answered = status >= 200 || status === 101;
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
