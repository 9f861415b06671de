// HTTP answers as they were recorded: pages, and the refusals of handshakes. What belonged to the
// recorded connection, or to how a body was packed on its way, is left out.

import type { Header } from "../../wire/events.ts";
import type { Payload } from "../../base/bytes.ts";
import type { HttpAnswer } from "../engine_server/engine_owner.ts";

/** RFC 9110, section 7.6.1, and fields that say something of the body as it was sent. */
const LEFT_OUT: readonly string[] = [
  "connection",
  "content-encoding",
  "content-length",
  "date",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

export interface RecordedAnswer {
  readonly status: number;
  readonly reason?: string;
  readonly headers: readonly Header[];
  readonly body: Payload;
}

/** `besides` are further fields that are left out, in lower case. */
export function answerOf(
  { status, reason, headers, body }: RecordedAnswer,
  besides: readonly string[] = [],
): HttpAnswer {
  const kept = headers.filter(([name]) =>
    !LEFT_OUT.includes(name.toLowerCase()) && !besides.includes(name.toLowerCase())
  );
  return { status, ...(reason === undefined ? {} : { reason }), headers: kept, body };
}
