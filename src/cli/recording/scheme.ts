// http where https is spoken, or Socket.IO where a plain WebSocket is, or the other way round: how to
// tell, and what to type instead.

import { fromBase64 } from "../../base/bytes.ts";
import { placeOf, targetOf } from "../../net/target.ts";
import type { BytesEntry, ResponseEntry } from "../../tape/entry.ts";
import { headerTokens } from "../../wire/headers.ts";

/** Whether these bytes begin a record of TLS (RFC 8446, section 5.1): an alert, a handshake, … */
export function beginsTls({ text, base64 = "" }: BytesEntry): boolean {
  const [type = 0, major = 0] = text === undefined
    ? fromBase64(base64.slice(0, 4)) ?? []
    : [text.charCodeAt(0), text.charCodeAt(1)];
  return type >= 0x14 && type <= 0x17 && major === 0x03;
}

/** The same server with TLS, or without: `https://127.0.0.1:8443` for `http://127.0.0.1:8443`. */
export function otherScheme(target: URL): string {
  const family = target.protocol.startsWith("ws") ? "ws" : "http";
  const { secure, hostname, port } = targetOf(target);
  const other = new URL(`${family}${secure ? "" : "s"}://${placeOf({ hostname, port })}`);
  return `${other.protocol}//${other.host}`;
}

/**
 * The same place, asked as Socket.IO is where it was asked for a WebSocket, or the other way round:
 * `http://127.0.0.1:3000/sfa` for `ws://127.0.0.1:3000/sfa`. The query, which may hold secrets, is
 * left out.
 */
export function otherProtocol({ protocol, host, pathname }: URL): string {
  const other = protocol.startsWith("ws")
    ? protocol.replace("ws", "http")
    : protocol.replace("http", "ws");
  return `${other}//${host}${pathname}`;
}

/** What this place wants instead is named in `Upgrade` (RFC 9110, section 15.5.22). */
const UPGRADE_REQUIRED = 426;

/** Said by some servers of WebSockets in the same sense (RFC 6455, section 4.4). */
const BAD_REQUEST = 400;

/** Whether a server that was asked for no WebSocket serves nothing else; `ws` says 426 alone. */
export function wantsWebSocket({ status, headers }: ResponseEntry): boolean {
  const wanted = headerTokens(headers, "upgrade");
  if (wanted.length === 0) return status === UPGRADE_REQUIRED;
  return [UPGRADE_REQUIRED, BAD_REQUEST].includes(status) && wanted.includes("websocket");
}
