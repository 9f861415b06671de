// The sections that are named as sources, beside the headings of the documents themselves, which were
// looked up in them: engine.io-protocol and socket.io-protocol on GitHub, the RFCs.

import { assert, assertEquals } from "@std/assert";
import {
  ENGINE_SOURCES,
  JSONP_SOURCE,
  POST_SOURCE,
  SOCKET_SOURCES,
  type Source,
  URL_SOURCE,
  WEBSOCKET_SOURCES,
} from "../../../src/timeline/anatomy/sources.ts";

/** Headings that stand alone, and those that stand below another one. */
const HEADINGS: { readonly [document: string]: readonly string[] } = {
  "engine.io-protocol v4": [
    "Transports, WebSocket",
    "HTTP long-polling, Request path",
    "HTTP long-polling, Query parameters",
    "HTTP long-polling, Sending and receiving data",
    "Protocol",
    "Handshake",
    "Heartbeat",
    "Upgrade",
    "Message",
    "Packet encoding",
    "Packet encoding, HTTP long-polling",
    "Packet encoding, WebSocket",
    "History, From v3 to v4",
  ],
  "engine.io-protocol v3": [
    "Anatomy of an Engine.IO session",
    "URLs",
    "Encoding, Packet",
    "Encoding, Payload",
    "Transports, Polling",
    "Polling, XHR",
    "Polling, JSONP",
    "Transports, WebSocket",
    "Transport upgrading",
    "Timeouts",
  ],
  "socket.io-protocol v5": [
    "Exchange protocol",
    "Connection to a namespace",
    "Sending and receiving data",
    "Acknowledgement",
    "Disconnection from a namespace",
    "Packet encoding",
    "Sample session",
    "History, Difference between v5 and v4",
  ],
  "RFC 6455": [
    "4 Opening Handshake",
    "5.4 Fragmentation",
    "5.5.1 Close",
    "5.5.2 Ping",
    "5.5.3 Pong",
    "5.6 Data Frames",
    "7.4 Status Codes",
  ],
  // The document writes the extension's name in quotes.
  "RFC 7692": ["7 The permessage-deflate Extension"],
  "RFC 3986": ["3 Syntax Components"],
};

const SOURCES: readonly Source[] = [
  ...Object.values(ENGINE_SOURCES[3]),
  ...Object.values(ENGINE_SOURCES[4]),
  ...Object.values(SOCKET_SOURCES),
  ...Object.values(WEBSOCKET_SOURCES),
  JSONP_SOURCE,
  POST_SOURCE,
  URL_SOURCE,
];

Deno.test("every section that is named as a source is a heading of its document", () => {
  for (const { document, section } of SOURCES) {
    assert(HEADINGS[document]?.includes(section), `${document} has no "${section}"`);
  }
});

Deno.test("every document has one address", () => {
  const addresses = new Map(SOURCES.map(({ document, address }) => [document, address]));
  for (const { document, address } of SOURCES) assertEquals(address, addresses.get(document));
  assertEquals(new Set(addresses.values()).size, addresses.size);
});
