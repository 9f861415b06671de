// The URL of a server, as it is typed after `record`, `proxy` and `drive`: http or WebSocket, plain or
// secure, and nobody's name or password in it.

import { isIP } from "node:net";
import { systemRandom } from "../base/random.ts";
import { isThisMachine } from "../net/target.ts";
import { Redactor } from "../tape/redact/redactor.ts";
import { isNumbered } from "./tape_path.ts";
import { UsageError } from "./usage_error.ts";

export interface TargetUrlOptions {
  /** What is to be done with it, for messages: `record`. */
  readonly verb: string;
  /** How one is written. */
  readonly example: string;
  /** What to do with a name and password. */
  readonly instead: string;
}

/** For those whose client is ours. */
export const SEND_AS_HEADER = 'Send them as a header: --header "Authorization: Basic …"';

const PROTOCOLS: readonly string[] = ["http:", "https:", "ws:", "wss:"];

export function readTargetUrl(typed: string, options: TargetUrlOptions): URL {
  const { verb } = options;
  if (isTapeName(typed)) throw tapeForUrl(typed, verb);
  const shown = shownUrl(typed);
  const meant = withScheme(typed);
  const advice = meant === undefined
    ? `Write it like ${options.example}`
    : `Did you mean "${shownUrl(meant)}"?`;
  const url = URL.parse(typed);
  if (url === null) throw new UsageError(`Cannot ${verb} "${shown}": it is no URL`, advice);
  if (PROTOCOLS.includes(url.protocol)) {
    if (url.username === "" && url.password === "") return url;
    throw new UsageError(`Cannot ${verb} a URL with a name or password in it`, options.instead);
  }
  throw new UsageError(
    meant === undefined
      ? `Cannot ${verb} "${shown}": "${url.protocol}" is not http:, https:, ws: or wss:`
      : `Cannot ${verb} "${shown}": it has no http://, https://, ws:// or wss://`,
    advice,
  );
}

/**
 * The namespace that a URL names, as stock clients take it: the path as it was typed, which a `URL`
 * has encoded and straightened. (socket.io-client's url.js and engine.io-client's parseuri.js)
 */
export function namespaceOf(typed: string, url: URL): string {
  // What a `URL` drops unseen is no part of a name: blanks around it, and line breaks.
  // (URL Standard, 4.4, "basic URL parser")
  const kept = typed.replace(/^[\0- ]+|[\0- ]+$/g, "").replace(/[\t\n\r]/g, "");
  const [whole, path = "/"] = /^[a-z]+:\/\/[^/?#\\]*(\/[^?#]*)?(?=[?#]|$)/i.exec(kept) ?? [];
  return whole === undefined ? url.pathname : path;
}

/** `@1`, or a file that is called like tapes are: `host:3000/x.ndjson` is a URL without its scheme. */
function isTapeName(typed: string): boolean {
  if (typed.includes("://") || /^[^/?#]+:\d+[/?#]/.test(typed)) return false;
  return isNumbered(typed) || typed.endsWith(".ndjson");
}

function tapeForUrl(typed: string, verb: string): UsageError {
  return new UsageError(
    `Cannot ${verb} "${isNumbered(typed) ? typed : shownUrl(typed)}": it is a tape`,
    `Play its server with replay ${isNumbered(typed) ? typed : "FILE"}, its client with ` +
      `drive ${isNumbered(typed) ? typed : "FILE"} URL`,
  );
}

/**
 * What somebody typed for a URL, for messages: they end up in logs and screenshots, so nothing that
 * may be a secret is in it. What is no URL has its parts where it likes: rather too much is hidden.
 */
export function shownUrl(typed: string): string {
  const redactor = new Redactor({ hashKey: systemRandom.bytes(16), enabled: true });
  return redactor.redactText(typed).text
    .replace(/^(.*?\/\/)?.*@/s, "$1…@")
    .replace(/([?&][^=&#]*=)[^&#]+/g, "$1…")
    .replace(/#.+$/s, "#…");
}

/** `localhost:3000`, `example.com/sfa`, `http//host`: a server, and a scheme that is missing or cut. */
function withScheme(typed: string): string | undefined {
  const [, scheme, rest = ""] = /^(https?|wss?):?\/\/(.+)$/.exec(typed) ?? [];
  if (scheme !== undefined) return parsable(`${scheme}://${rest}`);
  const [, host = ""] = /^([^/?#@\s]+)(?:[/?#].*)?$/.exec(typed) ?? [];
  const [, name = "", port] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d+))?$/i.exec(host) ?? [];
  const isHost = name === "localhost" || name.includes(".") || name.startsWith("[") ||
    port !== undefined;
  if (name === "" || !isHost) return undefined;
  const isNear = port !== undefined || isThisMachine(name.replace(/^\[|\]$/g, "")) ||
    isIP(name) !== 0;
  return parsable(`${isNear ? "http" : "https"}://${typed}`);
}

function parsable(url: string): string | undefined {
  return URL.canParse(url) ? url : undefined;
}
