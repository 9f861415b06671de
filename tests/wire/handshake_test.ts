// The opening handshake: what is agreed on, what is odd about it, what came too early.

import { assertEquals } from "@std/assert";
import { acceptKey } from "../../src/wire/handshake.ts";
import type { UpgradeEvent, WireEvent } from "../../src/wire/events.ts";
import {
  client,
  frame,
  handshake,
  KEY,
  lengthOf,
  notes,
  ofKind,
  play,
  type Sent,
  server,
  upgradeAnswer,
  upgradeRequest,
} from "./support.ts";

const DEFAULTS = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: 15,
  clientMaxWindowBits: 15,
};

function upgradeOf(events: readonly WireEvent[]): UpgradeEvent | undefined {
  return ofKind(events, "upgrade")[0];
}

Deno.test("acceptKey() answers as in RFC 6455, section 1.3", () => {
  assertEquals(acceptKey(KEY), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
});

Deno.test("Conversation tells an upgrade with its subprotocol behind the 101", () => {
  const request = upgradeRequest().replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: a, b\r\n\r\n");
  const answer = upgradeAnswer().replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: b\r\n\r\n");
  const events = play([client(request), server(answer)]);
  assertEquals(notes(events), []);
  assertEquals(upgradeOf(events), {
    kind: "upgrade",
    from: "server",
    start: 0,
    end: answer.length,
    id: 1,
    subprotocol: "b",
  });
});

for (
  const [answer, expected, problems] of [
    ["permessage-deflate", {}, 0],
    ["permessage-deflate; server_no_context_takeover", { serverNoContextTakeover: true }, 0],
    ["Permessage-Deflate;Client_No_Context_Takeover", { clientNoContextTakeover: true }, 0],
    [
      'permessage-deflate; server_max_window_bits="10" ; client_max_window_bits = 9',
      { serverMaxWindowBits: 10, clientMaxWindowBits: 9 },
      0,
    ],
    ["permessage-deflate; server_max_window_bits=7", {}, 1],
    ["permessage-deflate; server_max_window_bits=010", {}, 1],
    ["permessage-deflate; client_max_window_bits", {}, 1],
    ["permessage-deflate; server_no_context_takeover=yes", { serverNoContextTakeover: true }, 1],
    ['permessage-deflate; other="a;b,\\"c"', {}, 1],
    ["permessage-deflate, permessage-deflate; server_no_context_takeover", {}, 1],
    // Not known, and not offered either.
    ["x-other, permessage-deflate", {}, 2],
  ] as const
) {
  Deno.test(`Conversation understands the extension answer ${answer}`, () => {
    const events = play(handshake(answer).with(0, client(upgradeRequest("permessage-deflate"))));
    assertEquals(upgradeOf(events)?.deflate, { ...DEFAULTS, ...expected });
    assertEquals(notes(events), Array.from({ length: problems }, () => "wire/extension"));
  });
}

Deno.test("Conversation notes an extension that was not offered", () => {
  const sent = [client(upgradeRequest()), server(upgradeAnswer("permessage-deflate"))];
  const events = play(sent);
  assertEquals(notes(events), ["wire/extension"]);
  assertEquals(upgradeOf(events)?.deflate, DEFAULTS);
});

for (
  const [name, request, answer] of [
    ["a wrong accept value", upgradeRequest(), upgradeAnswer().replace(acceptKey(KEY), "nonsense")],
    ["no accept value", upgradeRequest(), upgradeAnswer().replace(/Sec-WebSocket-A.*\r\n/, "")],
    ["no key", upgradeRequest().replace(/Sec-WebSocket-Key.*\r\n/, ""), upgradeAnswer()],
    ["an old version", upgradeRequest().replace(": 13", ": 8"), upgradeAnswer()],
    ["no Upgrade in the 101", upgradeRequest(), upgradeAnswer().replace(/Upgrade:.*\r\n/, "")],
    [
      "no Connection in the 101",
      upgradeRequest(),
      upgradeAnswer().replace(/Connection:.*\r\n/, ""),
    ],
    [
      "a subprotocol that was not offered",
      upgradeRequest(),
      upgradeAnswer().replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: z\r\n\r\n"),
    ],
    [
      "an answer to another wish",
      upgradeRequest().replace("websocket", "h2c"),
      upgradeAnswer(),
    ],
  ] as const
) {
  Deno.test(`Conversation notes ${name} and speaks WebSocket all the same`, () => {
    const events = play([client(request), server(answer), frame("server", 1, "hello")]);
    assertEquals(notes(events), ["wire/handshake"]);
    assertEquals(ofKind(events, "message").map(({ data }) => data), ["hello"]);
  });
}

Deno.test("Conversation reads frames that the client sent ahead of the 101, in their turn", () => {
  const [request, answer] = [client(upgradeRequest()), server(upgradeAnswer())];
  const late = frame("server", 1, "late");
  const sent: readonly Sent[] = [
    request,
    frame("client", 1, "early"),
    { from: "server", bytes: new Uint8Array([...answer.bytes, ...late.bytes]) },
  ];
  const events = play(sent);
  assertEquals(notes(events), []);
  assertEquals(ofKind(events, "message").map(({ data }) => data), ["early", "late"]);
});

Deno.test("Conversation gives up holding what comes ahead of the 101 beyond a limit", () => {
  const sent = [client(upgradeRequest()), client("x".repeat(101)), server(upgradeAnswer())];
  const events = play(sent, { maxHeldBytes: 100 });
  assertEquals(notes(events), ["wire/upgrade-unanswered"]);
  assertEquals(ofKind(events, "bytes").map(({ data }) => data.length), [101]);
  assertEquals(ofKind(events, "upgrade").length, 1);
});

Deno.test("Conversation tells what it held when the client ends unanswered", () => {
  const sent = [client(upgradeRequest()), client("early")];
  const events = play(sent);
  assertEquals(notes(events), ["wire/upgrade-unanswered"]);
  const [bytes] = ofKind(events, "bytes");
  assertEquals([bytes?.start, bytes?.end], [sent[0]?.bytes.length, lengthOf(sent, "client")]);
});

Deno.test("Conversation holds nothing for an answer that cannot be read any more", () => {
  const events = play([server("nonsense"), client(upgradeRequest()), client("early")], {
    end: false,
  });
  assertEquals(notes(events), ["wire/not-http", "wire/upgrade-unanswered"]);
  assertEquals(ofKind(events, "bytes").length, 2);
});

Deno.test("Conversation says nothing of an upgrade request that the server's end refuses", () => {
  assertEquals(notes(play([client(upgradeRequest())])), []);
});
