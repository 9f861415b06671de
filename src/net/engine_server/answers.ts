// HTTP answers as engine.io and ws write them.

import { Buffer } from "node:buffer";
import { type ServerResponse, STATUS_CODES } from "node:http";
import type net from "node:net";
import { ERROR_MEANINGS } from "../../protocols/engine_io/http.ts";
import type { Header } from "../../wire/events.ts";
import { headerValue } from "../../wire/headers.ts";
import type { HttpAnswer, Refusal } from "./engine_owner.ts";

/** engine.io, `Server.errors`: what a request can be refused for. */
export const REFUSALS = {
  unknownTransport: refusal(0),
  unknownSid: refusal(1),
  badMethod: refusal(2),
  badRequest: refusal(3),
  badVersion: refusal(5),
} as const;

/** There is nothing of that name. */
export const NOT_FOUND: HttpAnswer = { status: 404, headers: [], body: "" };

/** What `ws` says to a WebSocket that nobody expects. */
export const UNEXPECTED: HttpAnswer = {
  status: 400,
  headers: [["Content-Type", "text/html"]],
  body: "Bad Request",
};

function refusal(code: number): Refusal {
  return { code, message: ERROR_MEANINGS[code] ?? "", status: 400 };
}

/** engine.io, `abortRequest`. */
export function refuseRequest(response: ServerResponse, { code, message, status }: Refusal): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ code, message }));
}

/** engine.io, `abortUpgrade`. */
export function refuseUpgrade(socket: net.Socket, { message }: Refusal): void {
  answerUpgrade(socket, { status: 400, headers: [["Content-type", "text/html"]], body: message });
}

/** An answer to an upgrade request, which ends the connection. */
export function answerUpgrade(socket: net.Socket, answer: HttpAnswer): void {
  const { status, reason = STATUS_CODES[status] ?? "", headers, body } = answer;
  const content = Buffer.from(body);
  const length: readonly Header[] = headerValue(headers, "content-length") === undefined
    ? [["Content-Length", String(content.length)]]
    : [];
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    "Connection: close",
    ...lines(headers),
    ...lines(length),
  ];
  socket.write(Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"), content]));
  socket.destroySoon();
}

export function sendAnswer(response: ServerResponse, answer: HttpAnswer): void {
  const { status, reason, headers, body } = answer;
  const fields = headers.flatMap(([name, value]) => [name, value]);
  if (reason === undefined) response.writeHead(status, fields);
  else response.writeHead(status, reason, fields);
  response.end(body);
}

export function lines(headers: readonly Header[]): readonly string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}
