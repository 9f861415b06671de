// Rewriting Host, whatever way the bytes are cut.

import { assertEquals } from "@std/assert";
import { concatBytes, decodeLatin1, encodeLatin1 } from "../../src/base/bytes.ts";
import { HeadRewriter } from "../../src/net/head_rewriter.ts";
import { rewriteRequestHead, type RewriteRules } from "../../src/net/rewrite_heads.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import type { RequestHeadEvent } from "../../src/wire/events.ts";

const SENT =
  "POST /a HTTP/1.1\r\nX-One:  1\r\nhOsT:\t127.0.0.1:4000\r\nContent-Length: 12\r\n\r\n" +
  "Host: body\r\n" +
  "GET /b HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nCookie: a=b\r\nhost: second\r\n\r\n";

const EXPECTED = SENT
  .replace("hOsT:\t127.0.0.1:4000", "hOsT:\texample.com")
  .replace("Host: 127.0.0.1:4000", "Host: example.com");

const RULES: RewriteRules = {
  host: "example.com",
  origin: undefined,
  cookies: false,
  servesTls: false,
  allowOrigin: undefined,
};

function hostRewriter(): HeadRewriter<RequestHeadEvent> {
  return new HeadRewriter("request-head", (text) => rewriteRequestHead(text, RULES).text);
}

function rewrite(pieces: readonly Uint8Array[]): string {
  const conversation = new Conversation();
  const rewriter = hostRewriter();
  const out: Uint8Array[] = [];
  for (const piece of pieces) {
    const events = conversation.receive("client", piece);
    out.push(...rewriter.push(piece, events, conversation.pendingHeadStart()));
  }
  out.push(...rewriter.rest());
  return decodeLatin1(concatBytes(out));
}

Deno.test("HeadRewriter changes the value of Host and no other byte, at every cut", () => {
  const bytes = encodeLatin1(SENT);
  for (let cut = 0; cut <= bytes.length; cut++) {
    assertEquals(rewrite([bytes.subarray(0, cut), bytes.subarray(cut)]), EXPECTED);
  }
});

Deno.test("HeadRewriter works byte by byte", () => {
  const bytes = encodeLatin1(SENT);
  assertEquals(rewrite(Array.from(bytes, (byte) => new Uint8Array([byte]))), EXPECTED);
});

Deno.test("HeadRewriter loses nothing of a head sent ahead of an upgrade's answer", () => {
  const upgrade = "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
  const next = "GET /next HTTP/1.1\r\nX-Long: 0123456789\r\n\r\n";
  for (let cut = 0; cut <= next.length; cut++) {
    const conversation = new Conversation();
    const rewriter = hostRewriter();
    const out: Uint8Array[] = [];
    const send = (text: string): void => {
      const bytes = encodeLatin1(text);
      const events = conversation.receive("client", bytes);
      out.push(...rewriter.push(bytes, events, conversation.pendingHeadStart()));
    };
    send(upgrade);
    send(next.slice(0, cut));
    const answer = "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n";
    conversation.receive("server", encodeLatin1(answer));
    send(next.slice(cut));
    out.push(...rewriter.rest());
    assertEquals(decodeLatin1(concatBytes(out)), upgrade + next, `cut at ${cut}`);
  }
});

Deno.test("HeadRewriter lets bytes that are no HTTP pass as they are", () => {
  const noise = "\x00\x01 no http\r\n\r\n Host: a\r\n";
  assertEquals(rewrite([encodeLatin1(noise)]), noise);
});

Deno.test("HeadRewriter gives up a head that never ends as it came", () => {
  assertEquals(
    rewrite([encodeLatin1("GET / HTTP/1.1\r\nHost: a\r\n")]),
    "GET / HTTP/1.1\r\nHost: a\r\n",
  );
});
