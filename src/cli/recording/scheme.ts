// http where https is spoken, or the other way round: how to tell, and what to type instead.

import { fromBase64 } from "../../base/bytes.ts";
import { placeOf, targetOf } from "../../net/target.ts";
import type { BytesEntry } from "../../tape/entry.ts";

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
