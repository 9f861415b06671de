// The server's side of a WebSocket handshake (RFC 6455, section 4.2), with the refusals of `ws`.
// Compression is declined: what a tape holds is sent as it is.

import type net from "node:net";
import { encodeLatin1 } from "../../base/bytes.ts";
import type { Header } from "../../wire/events.ts";
import { acceptKey } from "../../wire/handshake.ts";
import { headerValue, headerValues } from "../../wire/headers.ts";
import { answerUpgrade, lines } from "./answers.ts";
import type { HttpAnswer, ServerRequest } from "./engine_owner.ts";

/** RFC 6455, section 4.1: sixteen bytes as base64. */
const KEY = /^[+/0-9A-Za-z]{22}==$/;
/** 8 is hybi-08, which differs in nothing that matters here; `ws` takes it too. */
const VERSIONS: readonly string[] = ["13", "8"];

/** Refuses a request that cannot be one for a WebSocket; false when it has. */
export function checkHandshake({ method, headers }: ServerRequest, socket: net.Socket): boolean {
  const problem = findProblem(method, headers);
  if (problem === undefined) return true;
  answerUpgrade(socket, problem);
  return false;
}

/** The connection speaks WebSocket from here on. */
export function acceptSocket(
  request: ServerRequest,
  socket: net.Socket,
  headers: readonly Header[],
): void {
  const key = headerValue(request.headers, "sec-websocket-key") ?? "";
  const head = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${acceptKey(key)}`,
    ...lines(headers),
  ];
  socket.write(encodeLatin1(`${head.join("\r\n")}\r\n\r\n`));
}

/** A client that is answered what it has not offered hangs up. */
export function offeredSubprotocols({ headers }: ServerRequest): readonly string[] {
  return headerValues(headers, "sec-websocket-protocol")
    .flatMap((value) => value.split(","))
    .map((name) => name.trim());
}

function findProblem(method: string, headers: readonly Header[]): HttpAnswer | undefined {
  const key = headerValue(headers, "sec-websocket-key") ?? "";
  const version = headerValue(headers, "sec-websocket-version") ?? "";
  const upgrade = headerValue(headers, "upgrade") ?? "";
  if (method !== "GET") return { ...refusal("Invalid HTTP method"), status: 405 };
  if (upgrade.toLowerCase() !== "websocket") return refusal("Invalid Upgrade header");
  if (!KEY.test(key)) return refusal("Missing or invalid Sec-WebSocket-Key header");
  if (VERSIONS.includes(version)) return undefined;
  const answer = refusal("Missing or invalid Sec-WebSocket-Version header");
  return { ...answer, headers: [...answer.headers, ["Sec-WebSocket-Version", "13, 8"]] };
}

function refusal(body: string): HttpAnswer {
  const length = String(body.length);
  return {
    status: 400,
    headers: [["Content-Type", "text/html"], ["Content-Length", length]],
    body,
  };
}
