// The URL of a server, as it is typed after `record`, `proxy` and `drive`: http or WebSocket, plain or
// secure, and nobody's name or password in it.

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
  const advice = `Write it like ${options.example}`;
  if (!URL.canParse(typed)) throw new UsageError(`Cannot ${verb} "${typed}": it is no URL`, advice);
  const url = new URL(typed);
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(`Cannot ${verb} a URL with a name or password in it`, options.instead);
  }
  if (PROTOCOLS.includes(url.protocol)) return url;
  throw new UsageError(
    `Cannot ${verb} "${typed}": "${url.protocol}" is not http:, https:, ws: or wss:`,
    advice,
  );
}
