// HTTP exchanges made up at random and read back; and what Node's own client and server really
// send, read beside them.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { createServer, request } from "node:http";
import {
  connect,
  createServer as createTcpServer,
  type Server as TcpServer,
  type Socket,
} from "node:net";
import * as zlib from "node:zlib";
import { concatBytes, decodeUtf8, encodeLatin1, type Payload } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import type { Header, WireEvent } from "../../src/wire/events.ts";
import { checkProperty } from "../house/property.ts";
import { cutAt, notes, ofKind, play } from "./support.ts";

const CODINGS: { readonly [name: string]: (bytes: Uint8Array) => Uint8Array } = {
  gzip: zlib.gzipSync,
  "x-gzip": zlib.gzipSync,
  deflate: zlib.deflateSync,
  br: zlib.brotliCompressSync,
};

interface Content {
  readonly data: Uint8Array;
  readonly coding: string | undefined;
  /** Where its chunks end, when it is chunked. */
  readonly chunks: readonly number[] | undefined;
  readonly trailer: boolean;
}

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/).map((name) => `X-${name}`);
const fieldValue = fc.stringMatching(/^(?:[!-~]{1,8}(?: [!-~]{1,5})?)?$/);
const fields = fc.array(fc.tuple(token, fieldValue), { maxLength: 4 });

const content: fc.Arbitrary<Content> = fc.record({
  data: fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.string({ unit: "grapheme", maxLength: 60 }).map((text) => new TextEncoder().encode(text)),
  ),
  coding: fc.option(fc.constantFrom(...Object.keys(CODINGS)), { nil: undefined }),
  chunks: fc.option(fc.array(fc.nat(80), { maxLength: 4 }), { nil: undefined }),
  trailer: fc.boolean(),
});

const exchange = fc.record({
  method: fc.constantFrom("GET", "POST", "HEAD", "PUT", "M-SEARCH"),
  target: fc.stringMatching(/^\/[!-~]{0,20}$/),
  requestFields: fields,
  requestContent: content,
  status: fc.constantFrom(200, 201, 204, 304, 404, 500),
  interim: fc.boolean(),
  responseFields: fields,
  responseContent: content,
});

Deno.test("Conversation reads HTTP exchanges as they were made, however cut", () => {
  checkProperty(
    "wire: HTTP exchanges",
    fc.property(
      fc.array(exchange, { maxLength: 3 }),
      fc.array(fc.nat(1000), { maxLength: 8 }),
      (exchanges, cuts) => {
        const requests = exchanges.map((each) => {
          const first = `${each.method} ${each.target} HTTP/1.1`;
          return encode(first, each.requestFields, each.requestContent, true);
        });
        const responses = exchanges.map((each) => {
          const hasBody = each.method !== "HEAD" && each.status !== 204 && each.status !== 304;
          const first = `HTTP/1.1 ${each.status} Reason`;
          const interim = each.interim ? encodeLatin1("HTTP/1.1 103 Early Hints\r\n\r\n") : [];
          const encoded = encode(first, each.responseFields, each.responseContent, hasBody);
          return { ...encoded, bytes: concatBytes([Uint8Array.from(interim), encoded.bytes]) };
        });
        const events = play([
          { from: "client", bytes: concatBytes(requests.map(({ bytes }) => bytes)) },
          { from: "server", bytes: concatBytes(responses.map(({ bytes }) => bytes)) },
        ], { cut: cutAt(cuts) });
        assertEquals(notes(events), []);
        assertEquals(
          ofKind(events, "request").map(({ id, head, body }) => ({
            id,
            first: `${head.method} ${head.target} HTTP/${head.version}`,
            headers: head.headers,
            data: body.data,
            trailers: body.trailers ?? [],
          })),
          requests.map((each, index) => ({ id: index + 1, ...each.expected })),
        );
        assertEquals(
          ofKind(events, "response").filter(({ head }) => head.status !== 103)
            .map(({ id, head, body }) => ({
              id,
              first: `HTTP/${head.version} ${head.status} ${head.reason}`,
              headers: head.headers,
              data: body.data,
              trailers: body.trailers ?? [],
            })),
          responses.map((each, index) => ({ id: index + 1, ...each.expected })),
        );
      },
    ),
    { runs: 500 },
  );
});

interface Encoded {
  readonly bytes: Uint8Array;
  readonly expected: {
    readonly first: string;
    readonly headers: readonly Header[];
    readonly data: Payload;
    readonly trailers: readonly Header[];
  };
}

function encode(
  first: string,
  extra: readonly Header[],
  { data, coding, chunks, trailer }: Content,
  hasBody: boolean,
): Encoded {
  const encoder = coding === undefined ? undefined : CODINGS[coding];
  // Nothing is sent for nothing: an empty body has no coding to take off.
  const sent = encoder === undefined || data.length === 0 ? data : encoder(data);
  const headers: Header[] = [...extra];
  if (coding !== undefined) headers.push(["Content-Encoding", coding]);
  if (chunks === undefined) headers.push(["Content-Length", String(sent.length)]);
  else headers.push(["transfer-encoding", "chunked"]);
  const trailers: readonly Header[] = trailer && chunks !== undefined ? [["X-Sum", "1"]] : [];
  const lines = [first, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const head = encodeLatin1(`${lines.join("\r\n")}\r\n\r\n`);
  const body = chunks === undefined ? [sent] : encodeChunks(sent, chunks, trailers);
  return {
    bytes: concatBytes(hasBody ? [head, ...body] : [head]),
    expected: {
      first,
      headers,
      data: hasBody ? decodeUtf8(data) ?? data : "",
      trailers: hasBody ? trailers : [],
    },
  };
}

function encodeChunks(
  data: Uint8Array,
  ends: readonly number[],
  trailers: readonly Header[],
): readonly Uint8Array[] {
  const parts = cutAt(ends)(data).filter((part) => part.length > 0);
  const last = trailers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return [
    ...parts.flatMap((part) => [
      encodeLatin1(`${part.length.toString(16)};x=1\r\n`),
      part,
      encodeLatin1("\r\n"),
    ]),
    encodeLatin1(`0\r\n${last}\r\n`),
  ];
}

Deno.test("Conversation reads what Node's HTTP client and server say to each other", async () => {
  const target = createServer(async (incoming, answer) => {
    const parts: Uint8Array[] = [];
    for await (const part of incoming) parts.push(part);
    const body = zlib.gzipSync(concatBytes([encodeLatin1(`${incoming.url} `), ...parts]));
    answer.writeHead(200, "Fine", { "Content-Encoding": "gzip" });
    answer.write(body.subarray(0, 5));
    answer.end(body.subarray(5));
  });
  await listen(target);
  for (const body of ["", "plain", "grüße ".repeat(5000)]) {
    const conversation = new Conversation();
    const events: WireEvent[] = [];
    const relayAndTell = (source: Socket, sink: Socket, from: Side): void => {
      source.on("data", (bytes: Uint8Array) => {
        events.push(...conversation.receive(from, new Uint8Array(bytes)));
        sink.write(bytes);
      });
      source.on("close", () => sink.destroy());
    };
    const relay = createTcpServer((near) => {
      const far = connect(portOf(target), "127.0.0.1");
      relayAndTell(near, far, "client");
      relayAndTell(far, near, "server");
    });
    await listen(relay);
    assertEquals(await post(portOf(relay), "/echo", body), `/echo ${body}`);
    relay.close();
    assertEquals(notes(events), []);
    assertEquals(ofKind(events, "request").map((each) => each.body.data), [body]);
    const [response] = ofKind(events, "response");
    assertEquals(response?.body.data, `/echo ${body}`);
    assertEquals([response?.id, response?.body.coding, response?.head.reason], [1, "gzip", "Fine"]);
  }
  target.close();
});

function post(port: number, path: string, body: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = { host: "127.0.0.1", port, path, method: "POST", agent: false };
  const sent = request(options, async (response) => {
    const parts: Uint8Array[] = [];
    for await (const part of response) parts.push(part);
    resolve(zlib.gunzipSync(concatBytes(parts)).toString());
  });
  sent.on("error", reject);
  sent.end(body);
  return promise;
}

function listen(server: TcpServer): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function portOf(server: TcpServer): number {
  const address = server.address();
  assert(address !== null && typeof address === "object");
  return address.port;
}
