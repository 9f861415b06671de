// The opening handshake of WebSocket (RFC 6455, section 4) and other ways out of HTTP: upgrades to
// something else, CONNECT tunnels.

import { createHash } from "node:crypto";
import type { DeflateParameters, RequestHead, ResponseHead } from "./events.ts";
import { type Extension, negotiate, parseExtensions } from "./extensions.ts";
import { headerTokens, headerValue, headerValues } from "./headers.ts";
import { type Problem, shorten } from "./http_fields.ts";

/** RFC 6455, section 1.3 */
const ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** RFC 6455, section 4.1 */
const VERSION = "13";

/** What a request asks to speak instead of HTTP. */
export interface UpgradeOffer {
  /** `websocket`, `connect` for a tunnel, or another protocol's name in lower case. */
  readonly protocol: string;
  readonly key?: string;
  readonly version?: string;
  readonly extensions: readonly Extension[];
  readonly subprotocols: readonly string[];
}

/** What both sides speak when HTTP is over. */
export type Agreement =
  | {
    readonly kind: "websocket";
    readonly deflate?: DeflateParameters;
    readonly subprotocol?: string;
    readonly problems: readonly Problem[];
  }
  | { readonly kind: "other"; readonly problems: readonly Problem[] };

/** The value of Sec-WebSocket-Accept that answers a Sec-WebSocket-Key. */
export function acceptKey(key: string): string {
  return createHash("sha1").update(key + ACCEPT_GUID).digest("base64");
}

export function upgradeOffer(head: RequestHead): UpgradeOffer | undefined {
  const { headers, method } = head;
  const tokens = headerTokens(headers, "upgrade");
  const named = tokens.includes("websocket") ? "websocket" : tokens[0];
  const protocol = method === "CONNECT" ? "connect" : named;
  if (protocol === undefined) return undefined;
  const key = headerValue(headers, "sec-websocket-key");
  const version = headerValue(headers, "sec-websocket-version");
  return {
    protocol,
    ...(key === undefined ? {} : { key }),
    ...(version === undefined ? {} : { version }),
    extensions: parseExtensions(headerValues(headers, "sec-websocket-extensions")),
    subprotocols: splitList(headerValues(headers, "sec-websocket-protocol")),
  };
}

/** What a final response makes of an offer; undefined: HTTP goes on. */
export function agree(offer: UpgradeOffer, head: ResponseHead): Agreement | undefined {
  const { status, headers } = head;
  if (offer.protocol === "connect") {
    return status >= 200 && status < 300 ? { kind: "other", problems: [] } : undefined;
  }
  if (status !== 101) return undefined;
  const [answered] = headerTokens(headers, "upgrade");
  const isWebSocket = (answered ?? offer.protocol) === "websocket";
  if (!isWebSocket) return { kind: "other", problems: [] };
  const problems: Problem[] = [];
  checkHandshake(offer, head, (text) => problems.push({ rule: "handshake", text }));
  const answeredExtensions = parseExtensions(headerValues(headers, "sec-websocket-extensions"));
  const negotiation = negotiate(offer.extensions, answeredExtensions);
  const subprotocol = headerValue(headers, "sec-websocket-protocol");
  return {
    kind: "websocket",
    ...(negotiation.deflate === undefined ? {} : { deflate: negotiation.deflate }),
    ...(subprotocol === undefined ? {} : { subprotocol }),
    problems: [...problems, ...negotiation.problems],
  };
}

/** RFC 6455, sections 4.1 and 4.2.1 */
function checkHandshake(
  offer: UpgradeOffer,
  { headers }: ResponseHead,
  tell: (text: string) => void,
): void {
  if (offer.protocol !== "websocket") {
    tell(`The request asked for "${shorten(offer.protocol)}", the 101 answers "websocket"`);
  }
  if (headerValue(headers, "upgrade") === undefined) tell("The 101 has no Upgrade header");
  if (!headerTokens(headers, "connection").includes("upgrade")) {
    tell('The 101 has no "Connection: Upgrade"');
  }
  if (offer.version !== VERSION) {
    tell(`Sec-WebSocket-Version is "${shorten(offer.version ?? "")}", expected "${VERSION}"`);
  }
  const accept = headerValue(headers, "sec-websocket-accept");
  if (offer.key === undefined) {
    tell("The request has no Sec-WebSocket-Key");
  } else if (accept !== acceptKey(offer.key)) {
    tell(`Sec-WebSocket-Accept is "${shorten(accept ?? "")}", expected "${acceptKey(offer.key)}"`);
  }
  const subprotocol = headerValue(headers, "sec-websocket-protocol");
  if (subprotocol !== undefined && !offer.subprotocols.includes(subprotocol)) {
    tell("Sec-WebSocket-Protocol answers with what was not offered");
  }
}

function splitList(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => value.split(",")).map((member) => member.trim());
}
