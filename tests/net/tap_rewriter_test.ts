// Rewriting both ways on one connection, beside the parser: pipelined requests, interim responses,
// bodies that look like heads, whatever way the bytes are cut.

import { assertEquals } from "@std/assert";
import { concatBytes, decodeLatin1, encodeLatin1 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import type { RewriteRules } from "../../src/net/rewrite_heads.ts";
import { TapRewriter } from "../../src/net/tap_rewriter.ts";
import { Conversation } from "../../src/wire/conversation.ts";

const PAGE = "http://localhost:5173";
const OWN = "http://example.com";
const RULES: RewriteRules = {
  host: "example.com",
  origin: OWN,
  cookies: true,
  servesTls: false,
  allowOrigin: undefined,
};
const ECHO = `Access-Control-Allow-Origin: ${OWN}`;
const COOKIE = "Set-Cookie: a=b; Secure; Path=/";

/** What each side sends, and what must come out on the other one. */
interface Case {
  readonly name: string;
  readonly sent: readonly (readonly [side: Side, text: string, expected?: string])[];
}

const head = (fields: string): string => `GET / HTTP/1.1\r\nHost: here\r\n${fields}\r\n`;
const headSent = (fields: string): string => `GET / HTTP/1.1\r\nHost: example.com\r\n${fields}\r\n`;

const CASES: readonly Case[] = [
  {
    name: "responses to pipelined requests, each with its own Origin",
    sent: [
      [
        "client",
        head(`Origin: ${PAGE}\r\n`) + head("Origin: null\r\n") + head(""),
        headSent(`Origin: ${OWN}\r\n`) + headSent(`Origin: ${OWN}\r\n`) + headSent(""),
      ],
      [
        "server",
        `HTTP/1.1 200 OK\r\n${ECHO}\r\nContent-Length: 7\r\n\r\nECHO=${OWN.slice(0, 2)}` +
        `HTTP/1.1 204 OK\r\n${ECHO}\r\n\r\n` +
        `HTTP/1.1 200 OK\r\n${ECHO}\r\nContent-Length: 0\r\n\r\n`,
        `HTTP/1.1 200 OK\r\n${ECHO.replace(OWN, PAGE)}\r\nContent-Length: 7\r\n\r\nECHO=ht` +
        `HTTP/1.1 204 OK\r\n${ECHO.replace(OWN, "null")}\r\n\r\n` +
        `HTTP/1.1 200 OK\r\n${ECHO}\r\nContent-Length: 0\r\n\r\n`,
      ],
    ],
  },
  {
    name: "the final response, and an interim one before it",
    sent: [
      ["client", head(`Origin: ${PAGE}\r\n`), headSent(`Origin: ${OWN}\r\n`)],
      [
        "server",
        `HTTP/1.1 103 Early\r\n${ECHO}\r\n\r\nHTTP/1.1 200 OK\r\n${ECHO}\r\n\r\n${COOKIE}\r\n\r\n`,
        `HTTP/1.1 103 Early\r\n${ECHO}\r\n\r\nHTTP/1.1 200 OK\r\n${ECHO}\r\n\r\n${COOKIE}\r\n\r\n`
          .replaceAll(OWN, PAGE),
      ],
    ],
  },
  {
    name: "nothing in a body of chunks, and the next head after its trailers",
    sent: [
      ["client", head("") + head(""), headSent("") + headSent("")],
      [
        "server",
        `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n28;x=y\r\nHTTP/1.1 200 OK\r\n` +
        `Set-Cookie: a; Secure\r\n\r\n0\r\n${COOKIE}\r\n\r\nHTTP/1.1 200 OK\r\n${COOKIE}\r\n\r\n`,
        `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n28;x=y\r\nHTTP/1.1 200 OK\r\n` +
        `Set-Cookie: a; Secure\r\n\r\n0\r\n${COOKIE}\r\n\r\n` +
        "HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\n\r\n",
      ],
    ],
  },
  {
    name: "the response behind one to HEAD, whose length is another's",
    sent: [
      [
        "client",
        "HEAD / HTTP/1.1\r\n\r\n" + head(""),
        "HEAD / HTTP/1.1\r\n\r\n" + headSent(""),
      ],
      [
        "server",
        `HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nHTTP/1.1 200 OK\r\n${COOKIE}\r\n\r\n`,
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nHTTP/1.1 200 OK\r\n" +
        "Set-Cookie: a=b; Path=/\r\n\r\n",
      ],
    ],
  },
  {
    name: "a 101 and no frame behind it",
    sent: [
      [
        "client",
        head("Upgrade: websocket\r\nConnection: Upgrade\r\n"),
        headSent("Upgrade: websocket\r\nConnection: Upgrade\r\n"),
      ],
      [
        "server",
        `HTTP/1.1 101 Hi\r\nUpgrade: websocket\r\n${COOKIE}\r\n\r\n\x81\x05HTTP/\x89\x04ping`,
        "HTTP/1.1 101 Hi\r\nUpgrade: websocket\r\nSet-Cookie: a=b; Path=/\r\n\r\n" +
        "\x81\x05HTTP/\x89\x04ping",
      ],
      ["client", "\x81\x80\x00\x00\x00\x00"],
      ["server", `\x81\x10HTTP/1.1 200 OK\r`],
    ],
  },
  {
    name: "nothing in what is no HTTP",
    sent: [
      ["client", "\x16\x03\x01 hello"],
      ["server", `\x16\x03\x01\r\n${COOKIE}\r\n\r\n`],
    ],
  },
  {
    name: "nothing in a head that never ends",
    sent: [["client", head(""), headSent("")], ["server", `HTTP/1.1 200 OK\r\n${COOKIE}\r\n`]],
  },
];

/** Plays a case with the bytes of every piece cut as `cut` says. */
function play(
  { sent }: Case,
  cut: (bytes: Uint8Array) => readonly Uint8Array[],
): Readonly<Record<Side, string>> {
  const conversation = new Conversation();
  const rewriter = new TapRewriter(RULES, () => {});
  const out: Record<Side, Uint8Array[]> = { client: [], server: [] };
  for (const [side, text] of sent) {
    for (const piece of cut(encodeLatin1(text))) {
      const events = conversation.receive(side, piece);
      const pending = conversation.pendingHeadStart(side);
      out[side].push(...rewriter.push(side, piece, events, pending));
    }
  }
  for (const side of ["client", "server"] as const) out[side].push(...rewriter.rest(side));
  assertEquals(rewriter.heldLength, 0);
  return {
    client: decodeLatin1(concatBytes(out.client)),
    server: decodeLatin1(concatBytes(out.server)),
  };
}

for (const each of CASES) {
  const wanted = (side: Side): string =>
    each.sent.filter(([from]) => from === side)
      .map(([, text, expected]) => expected ?? text).join("");
  const expected = { client: wanted("client"), server: wanted("server") };

  Deno.test(`TapRewriter changes ${each.name}, at every cut`, () => {
    const longest = Math.max(...each.sent.map(([, text]) => text.length));
    for (let at = 0; at <= longest; at++) {
      const played = play(each, (bytes) => [bytes.subarray(0, at), bytes.subarray(at)]);
      assertEquals(played, expected, `cut at ${at}`);
    }
    const bytewise = play(each, (bytes) => Array.from(bytes, (byte) => new Uint8Array([byte])));
    assertEquals(bytewise, expected, "byte by byte");
  });
}

Deno.test("TapRewriter tells what it changed, with the request that it belongs to", () => {
  const told: string[] = [];
  const conversation = new Conversation();
  const rewriter = new TapRewriter(
    RULES,
    ({ requestId, what }) => told.push(`${requestId} ${what}`),
  );
  const push = (side: Side, text: string): void => {
    const bytes = encodeLatin1(text);
    const events = conversation.receive(side, bytes);
    rewriter.push(side, bytes, events, conversation.pendingHeadStart(side));
  };
  push("client", head("") + head(`Origin: ${PAGE}\r\n`));
  assertEquals(told.splice(0), ["2 origin"]);
  push("server", `HTTP/1.1 200 OK\r\n${COOKIE}\r\nContent-Length: 0\r\n\r\n`);
  push("server", `HTTP/1.1 200 OK\r\n${ECHO}\r\n${COOKIE}\r\n\r\n`);
  assertEquals(told, ["1 cookie", "2 origin", "2 cookie"]);
});

Deno.test("TapRewriter lets responses pass unheld when nothing of them may change", () => {
  const plain: RewriteRules = { ...RULES, origin: undefined, cookies: false };
  const rewriter = new TapRewriter(plain, () => {});
  assertEquals([rewriter.passes("client"), rewriter.passes("server")], [false, true]);
  assertEquals(new TapRewriter(RULES, () => {}).passes("server"), false);
});

Deno.test("TapRewriter holds a head that comes in many pieces without copying it each time", () => {
  const conversation = new Conversation();
  const rewriter = new TapRewriter(RULES, () => {});
  const fields = Array.from({ length: 2000 }, (_, index) => `X-${index}: value\r\n`).join("");
  const bytes = encodeLatin1(head(fields));
  const out: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const piece = bytes.subarray(at, at + 1);
    const events = conversation.receive("client", piece);
    const pending = conversation.pendingHeadStart("client");
    out.push(...rewriter.push("client", piece, events, pending));
    if (at < bytes.length - 1) assertEquals(rewriter.heldLength, at + 1);
  }
  assertEquals(decodeLatin1(concatBytes(out)), headSent(fields));
});
