// A client that was told in HTTP_PROXY to send everything here takes a tap for a forward proxy, which
// it is not: its bytes go to the one target all the same, and somebody has to say so.

import { isThisMachine, type Target } from "../../net/target.ts";
import type { RequestEntry } from "../../tape/entry.ts";
import { printable } from "../../view/terminal/event_line.ts";
import type { Advise, Adviser } from "../recording/monitor.ts";
import { isLoopback } from "./welcome.ts";

export interface ForwardProxyOptions {
  readonly target: Pick<Target, "host">;
  /** Where the tap listens. */
  readonly tap: { readonly hostname: string; readonly port: number };
  /** The same for people. */
  readonly url: string;
}

/** Tells of clients that ask the tap for other servers; once of each way to ask. */
export class ForwardProxyAdviser implements Adviser {
  readonly #advise: Advise;
  readonly #options: ForwardProxyOptions;
  readonly #said = new Set<"tunnel" | "absolute">();

  constructor(advise: Advise, options: ForwardProxyOptions) {
    this.#advise = advise;
    this.#options = options;
  }

  requested(entry: RequestEntry): void {
    const way = entry.method === "CONNECT" ? "tunnel" : "absolute";
    const asked = way === "tunnel" ? `CONNECT ${entry.url}` : this.#otherServer(entry);
    if (asked === undefined || this.#said.has(way)) return;
    this.#said.add(way);
    const { target, url } = this.#options;
    this.#advise(
      "advice/forward-proxy",
      printable(
        `A client asked for ${asked}: it takes this for a forward proxy (HTTP_PROXY?), which it is ` +
          `not. All goes to ${target.host}. Point the client at ${url} instead of at its server`,
      ),
    );
  }

  /** The origin that a target in absolute form (RFC 9112 section 3.2.2) names, if it is elsewhere. */
  #otherServer({ url }: RequestEntry): string | undefined {
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) return undefined;
    const asked = URL.parse(url);
    if (asked === null || asked.host === this.#options.target.host || this.#isTap(asked)) {
      return undefined;
    }
    return `${asked.protocol}//${asked.host}`;
  }

  /** A tap on all addresses of a machine is found under each of them, and not known by name. */
  #isTap({ hostname, port }: URL): boolean {
    const { tap } = this.#options;
    if (Number(port || 80) !== tap.port) return false;
    const name = hostname.replace(/^\[|\]$/g, "");
    return name === tap.hostname || isThisMachine(name) || !isLoopback(tap.hostname);
  }
}
