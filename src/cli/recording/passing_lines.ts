// The lines of what passes and is no message: HTTP that is not polling's own, and WebSockets that
// end, by whom and with which words.

import type { Ender, Side } from "../../base/side.ts";
import type { ControlEntry, Entry, ResponseEntry } from "../../tape/entry.ts";
import { formatSize } from "../../view/terminal/duration.ts";
import { cut } from "../../view/terminal/event_line.ts";
import { SWITCHING_PROTOCOLS } from "../../wire/status.ts";
import { contentBytes } from "./content_bytes.ts";
import type { WaitingRequest } from "./exchanges.ts";

/** How much of a URL is shown. */
const MAX_URL = 100;

/** A line's parts, and which way it points. */
export interface PassingLine {
  readonly from: Side;
  readonly parts: readonly string[];
}

/** `GET /index.html  200  5.1 kB`, ` cut` where it is; undefined for polling, and for Engine.IO's way to a WebSocket. */
export function httpLine(
  asked: WaitingRequest,
  answer: ResponseEntry | undefined,
  isCut: boolean,
): PassingLine | undefined {
  if (asked.isEngine) return undefined;
  const parts = [`${asked.method} ${cut(asked.url, MAX_URL)}`, ...told(answer, isCut)];
  return { from: "client", parts };
}

function told(answer: ResponseEntry | undefined, isCut: boolean): readonly string[] {
  if (answer === undefined) return ["no answer"];
  if (answer.status === SWITCHING_PROTOCOLS) return ["101", "websocket"];
  const bytes = contentBytes(answer);
  const body = [...(bytes === 0 ? [] : [formatSize(bytes)]), ...(isCut ? ["cut"] : [])].join(" ");
  return [String(answer.status), ...(body === "" ? [] : [body])];
}

/** Follows WebSockets to their ends; a close is answered by a close, and only the first is told. */
export class WebSocketEnds {
  /** By connection, whether its end was told. */
  readonly #open = new Map<number, { isTold: boolean }>();

  /** The line when this is an end. */
  recorded(entry: Entry): PassingLine | undefined {
    switch (entry.kind) {
      case "response":
        if (entry.status === SWITCHING_PROTOCOLS) this.#open.set(entry.conn, { isTold: false });
        return undefined;
      case "control":
        return entry.op === "close" ? this.#closed(entry) : undefined;
      case "close": {
        const known = this.#open.get(entry.conn);
        this.#open.delete(entry.conn);
        if (known === undefined || known.isTold) return undefined;
        const how = entry.reset === true ? "reset" : "without a word";
        return { from: sideOf(entry.by), parts: ["websocket lost", how] };
      }
      default:
        return undefined;
    }
  }

  #closed({ conn, from, code, reason = "" }: ControlEntry): PassingLine | undefined {
    const known = this.#open.get(conn);
    if (known === undefined || known.isTold) return undefined;
    known.isTold = true;
    const why = [code === undefined ? "" : String(code), reason].filter((word) => word !== "");
    return { from, parts: ["websocket closed", why.join(" ")] };
  }
}

function sideOf(by: Ender | undefined): Side {
  return by === "server" ? "server" : "client";
}
