// Raw HTTP against a server: requests written by hand, answers read to the end of the connection,
// with what differs from run to run taken out.

import type { Payload } from "../../../src/base/bytes.ts";
import { dial, readAll } from "../sockets.ts";

export interface RawRequest {
  readonly method?: string;
  /** Behind `/socket.io/?`; `SID` stands for the session of the exchange. */
  readonly query?: string;
  /** Instead of `/socket.io/` and the query. */
  readonly target?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** Requests that follow each other; those of an inner list go in one write on one connection. */
export type RawExchange = readonly (RawRequest | readonly RawRequest[])[];

/** The answers, one text for each connection. */
export async function playExchange(
  port: number,
  exchange: RawExchange,
  opened: (sid: string) => void = () => {},
): Promise<string[]> {
  const answers: string[] = [];
  let sid = "";
  for (const step of exchange) {
    const requests: readonly RawRequest[] = Array.isArray(step) ? step : [step];
    const text = requests.map((request, index) =>
      write(request, sid, index === requests.length - 1)
    );
    const answer = await ask(port, text.join(""));
    sid = /"sid\\?":\\?"([\w-]+)/.exec(answer)?.[1] ?? sid;
    answers.push(clean(answer, sid));
  }
  opened(sid);
  return answers;
}

/** Sends it all, reads to the end; a connection that is reset says so. */
export async function ask(port: number, request: Payload): Promise<string> {
  const socket = dial(port);
  const read = readAll(socket).catch((error: Error) => `(${error.message})`);
  socket.write(request);
  const answer = await read;
  socket.destroy();
  return answer;
}

function write(request: RawRequest, sid: string, isLast: boolean): string {
  const { method = "GET", query = "", headers = [], body } = request;
  const target = request.target ?? `/socket.io/?${query.replaceAll("SID", sid)}`;
  const isUpgrade = headers.some((header) => header.startsWith("Upgrade:"));
  return [
    `${method} ${target} HTTP/1.1`,
    "Host: localhost",
    ...(isLast && !isUpgrade ? ["Connection: close"] : []),
    ...headers,
    ...(body === undefined ? [] : [`Content-Length: ${new TextEncoder().encode(body).length}`]),
    "",
    body ?? "",
  ].join("\r\n");
}

function clean(answer: string, sid: string): string {
  const masked = sid === "" ? answer : answer.replaceAll(sid, "SID");
  return masked.replaceAll(/^Date: .*\r\n/gm, "");
}
