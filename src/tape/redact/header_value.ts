// Header fields whose form says which part of them is secret: credentials after their scheme, cookies
// after their names, tokens smuggled in as WebSocket subprotocols.

import { formDecode } from "./decode.ts";
import type { Hit } from "./hit.ts";
import type { SecretNames } from "./names.ts";
import type { View } from "./view.ts";

/** Authentication schemes (the IANA registry's, and usual ones): they stay, the rest is hidden. */
const SCHEME =
  /^(?:Basic|Bearer|Digest|DPoP|GNAP|HOBA|Mutual|Negotiate|OAuth|PrivateToken|SCRAM-SHA-(?:1|256)|vapid|NTLM|Hawk|Token|ApiKey|JWT|AWS4-HMAC-SHA256)(?:\s|%20|\+)+/i;

/** Subprotocols that carry a token: `bearer.TOKEN`, Kubernetes' long form. */
const TOKEN_SUBPROTOCOL =
  /^(?:base64url\.bearer\.authorization\.k8s\.io\.|(?:bearer|authorization|access_token|token|jwt)[.-])/i;

/** How much of an authorization value is its scheme: nothing for other names, or an unknown one. */
export function schemeLength(name: string, value: string): number {
  if (!/authorization/i.test(name)) return 0;
  const length = SCHEME.exec(value)?.[0].length ?? 0;
  return length < value.length ? length : 0;
}

/** What a header's own form says is secret in its value, which is a piece of the view. */
export function hideHeaderValue(
  view: View,
  start: number,
  end: number,
  name: string,
  names: SecretNames,
): readonly Hit[] {
  const value = view.text.slice(start, end);
  const pieces = secretPieces(name.toLowerCase(), value, names);
  return pieces.flatMap(({ from, to }) => {
    const secret = formDecode(value.slice(from, to).replaceAll("+", "%2B"));
    return view.hit(start + from, start + to, secret) ?? [];
  });
}

interface Piece {
  readonly from: number;
  readonly to: number;
}

function secretPieces(name: string, value: string, names: SecretNames): readonly Piece[] {
  switch (name) {
    case "cookie":
      return cookieValues(value);
    case "set-cookie":
      return cookieValues(value.split(";", 1)[0] ?? "");
    case "sec-websocket-protocol":
      return tokenSubprotocols(value, names);
    default:
      return names.isSecret(name) ? [trimmed(value, schemeLength(name, value), value.length)] : [];
  }
}

/** `a=1; b=2`: the values, or all of a crumb that has no name (RFC 6265, section 4.2.1). */
function cookieValues(value: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const crumb of value.split(";")) {
    const nameLength = crumb.indexOf("=") + 1;
    pieces.push(trimmed(value, from + nameLength, from + crumb.length));
    from += crumb.length + 1;
  }
  return pieces;
}

/** Items that say they hold a token, and the item after one that only names it. */
function tokenSubprotocols(value: string, names: SecretNames): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let announced = false;
  for (const item of value.split(",")) {
    const { from: itemStart, to } = trimmed(value, from, from + item.length);
    const text = value.slice(itemStart, to);
    const prefix = TOKEN_SUBPROTOCOL.exec(text)?.[0].length ?? 0;
    if (announced || prefix > 0) pieces.push({ from: itemStart + prefix, to });
    announced = names.isSecret(text);
    from += item.length + 1;
  }
  return pieces;
}

/** Without the white space and double quotes around it. */
function trimmed(value: string, from: number, to: number): Piece {
  let first = from;
  let last = to;
  while (first < last && /[\s"]/.test(value.charAt(first))) first++;
  while (last > first && /[\s"]/.test(value.charAt(last - 1))) last--;
  return { from: first, to: last };
}
