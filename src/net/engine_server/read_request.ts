// A request as owners are shown it.

import type { IncomingMessage } from "node:http";
import type { Header } from "../../wire/events.ts";
import type { ServerRequest } from "./engine_owner.ts";

export function readRequest(message: IncomingMessage): ServerRequest {
  const { method = "", url = "", rawHeaders, socket } = message;
  const question = url.indexOf("?");
  const headers: Header[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  return {
    method,
    url,
    path: question < 0 ? url : url.slice(0, question),
    query: new URLSearchParams(question < 0 ? "" : url.slice(question + 1)),
    headers,
    peer: `${socket.remoteAddress}:${socket.remotePort}`,
  };
}
