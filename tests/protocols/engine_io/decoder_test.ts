// Whole conversations: sessions over several connections and transports, and what goes wrong.

import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Carried } from "../../../src/protocols/protocol.ts";
import {
  close,
  message,
  OPEN,
  openDecoder,
  play,
  POLL,
  request,
  response,
  SOCKET,
} from "./conversation.ts";

Deno.test("a session goes from polling to a WebSocket with one inner decoder", () => {
  const { decoder, opened } = openDecoder();
  const read = play([
    request(1, 1, POLL),
    response(1, 1, OPEN),
    request(1, 2, `${POLL}&sid=S`, "4a"),
    request(2, 3, `${POLL}&sid=S`),
    response(1, 2, "ok"),
    response(2, 3, "4b\x1e4c"),
    request(3, 4, `${SOCKET}&sid=S`),
    response(3, 4, "", 101),
    request(2, 5, `${POLL}&sid=S`),
    message(3, "client", "2probe"),
    message(3, "server", "3probe"),
    response(2, 5, "6"),
    message(3, "client", "5"),
    message(3, "server", "4d"),
    message(3, "server", Uint8Array.of(1, 2)),
    message(3, "server", "2"),
    message(3, "client", "3"),
    close(3),
  ], decoder);
  assertEquals(read, [
    "S polling server open",
    "S polling client s1#1 client a",
    "S polling server s1#2 server b",
    "S polling server s1#3 server c",
    "S websocket client ping probe",
    "S websocket server pong probe",
    "S polling server noop",
    "S websocket client upgrade",
    "S websocket server s1#4 server d",
    "S websocket server s1#5 server 1,2",
    "S websocket server ping",
    "S websocket client pong",
  ]);
  assertEquals(opened, [{ engineVersion: 4 }]);
});

Deno.test("a WebSocket-only session learns its sid from the open packet", () => {
  const read = play([
    request(1, 1, SOCKET),
    response(1, 1, "", 101),
    message(1, "server", OPEN),
    message(1, "client", "4a"),
    request(2, 2, SOCKET),
    response(2, 2, "", 101),
    message(2, "server", OPEN.replace('"S"', '"T"')),
    message(2, "server", "4b"),
    message(1, "server", "4c"),
  ]);
  assertEquals(read, [
    "S websocket server open",
    "S websocket client s1#1 client a",
    "T websocket server open",
    "T websocket server s2#1 server b",
    "S websocket server s1#2 server c",
  ]);
});

Deno.test("revision 3 is read as such on every transport", () => {
  const { decoder, opened } = openDecoder();
  const binary = Uint8Array.of(0, 1, 255, 0x32, 1, 3, 255, 4, 7, 8);
  const read = play([
    request(1, 1, "EIO=3&transport=polling"),
    response(1, 1, `${OPEN.length}:${OPEN}2:4!`),
    request(1, 2, "EIO=3&transport=polling&sid=S", binary),
    response(1, 2, "ok"),
    request(2, 3, "EIO=3&transport=websocket&sid=S"),
    response(2, 3, "", 101),
    message(2, "client", Uint8Array.of(4, 9)),
  ], decoder);
  assertEquals(read, [
    "S polling server open",
    "S polling server s1#1 server !",
    "S polling client ping",
    "S polling client s1#2 client 7,8",
    "S websocket client s1#3 client 9",
  ]);
  assertEquals(opened, [{ engineVersion: 3 }]);
});

Deno.test("JSONP is unwrapped both ways", () => {
  const read = play([
    request(1, 1, `${POLL}&j=0`),
    response(1, 1, `___eio[0](${JSON.stringify(OPEN)});`),
    request(1, 2, `${POLL}&j=0&sid=S`, "d=4a%5Cnb"),
    response(1, 2, "ok"),
    request(1, 3, `${POLL}&j=0&sid=S`),
    response(1, 3, "4plain"),
  ]);
  assertEquals(read, [
    "S polling server open",
    "S polling client s1#1 client a\nb",
    "S polling server s1#2 server plain",
  ]);
});

Deno.test("a tape that begins in the middle of a session still decodes", () => {
  assertEquals(
    play([
      response(1, 7, "4who asked?"),
      response(1, 8, "ok"),
      request(2, 9, "EIO=3&transport=polling&sid=S"),
      response(2, 9, "2:4a"),
      message(3, "server", "4b"),
      message(3, "client", Uint8Array.of(5)),
    ]),
    [
      "- polling server unknown",
      "S polling server s1#1 server a",
      "- websocket server s2#1 server b",
      "- websocket client s2#2 client 5",
    ],
  );
});

Deno.test("a message before its 101 belongs to the latest request", () => {
  const read = play([request(1, 1, `${SOCKET}&sid=S`), message(1, "server", "4a")]);
  assertEquals(read, ["S websocket server s1#1 server a"]);
});

Deno.test("errors say their code's meaning or the server's own words", () => {
  const error = (status: number, body: string): Carried[] => [
    request(1, 1, `${POLL}&sid=S`),
    response(1, 1, body, status),
  ];
  assertEquals(play(error(400, '{"code":1,"message":"Session ID unknown"}')), [
    "S polling server error 400 Session ID unknown",
  ]);
  assertEquals(play(error(403, '{"code":4,"message":"no token"}')), [
    "S polling server error 403 no token",
  ]);
  assertStringIncludes(play(error(413, "")).join(), "error 413 Payload larger");
  const upgrade = [request(1, 1, SOCKET), response(1, 1, "Bad request", 400)];
  assertEquals(play(upgrade), ["- websocket server error 400 Bad request"]);
  const notUpgraded = [request(1, 1, SOCKET), response(1, 1, "<html>")];
  assertEquals(play(notUpgraded), ["- websocket server error 200 Not upgraded to WebSocket"]);
});

Deno.test("a refusal that comes before all of its request is one, and somebody else's page is none", () => {
  const before = [request(1, 1, POLL), response(1, 1, OPEN)];
  const late = request(1, 2, `${POLL}&sid=S`, "4a cut tex");
  const refused = (status: number, body: string): string | undefined =>
    play([...before, response(1, 2, body, status), late])[1];
  assertEquals(
    refused(413, ""),
    "- polling server error 413 Payload larger than the server takes (maxHttpBufferSize); the session lives on",
  );
  assertEquals(
    refused(403, '{"code":4,"message":"no token"}'),
    "- polling server error 403 no token",
  );
  assertEquals(refused(413, "<html>413</html>"), "- polling server unknown");
  const { decoder } = openDecoder();
  play(before, decoder);
  const [said] = decoder.receive(response(1, 2, "", 413));
  assertEquals(said?.notes.map(({ rule }) => rule), ["engine.io/response"]);
});

Deno.test("plain answers mean nothing, other bodies are kept as unknown", () => {
  const options: Carried = {
    kind: "request",
    conn: 1,
    id: 1,
    method: "OPTIONS",
    url: `/socket.io/?${POLL}`,
    headers: [],
    data: "",
  };
  assertEquals(play([options, response(1, 1, "", 204)]), []);
  assertEquals(play([request(1, 1, `${POLL}&sid=S`, "2"), response(1, 1, "OK")]).length, 1);
  assertEquals(play([{ ...options, method: "HEAD" }, response(1, 1, "")]), []);
  assertEquals(play([request(1, 1, POLL), response(1, 1, "", 103), response(1, 1, OPEN)]), [
    "S polling server open",
  ]);
  const { decoder } = openDecoder();
  decoder.receive(request(1, 1, `${POLL}&sid=S`, "2"));
  const [decoded] = decoder.receive(response(1, 1, "<html>"));
  assertEquals(decoded?.label, "unknown");
  assertEquals(decoded?.notes.map(({ rule }) => rule), ["engine.io/response"]);
  const [page] = play([request(1, 1, POLL), response(1, 1, "<!doctype html>")]);
  assertEquals(page, "- polling server unknown");
});

Deno.test("polls that were aborted or never answered are forgotten with their connection", () => {
  const read = play([
    request(1, 1, `${POLL}&sid=S`),
    close(1),
    response(1, 1, "4late"),
    request(2, 1, `${POLL}&sid=S`),
    response(2, 1, "4a"),
  ]);
  assertEquals(read, ["- polling server unknown", "S polling server s1#1 server a"]);
});

Deno.test("a session ends with a close packet, its live WebSocket, or an unknown sid", () => {
  const poll = (body: string, status = 200): Carried[] => [
    request(1, 1, `${POLL}&sid=S`),
    response(1, 1, body, status),
  ];
  const closed = play([...poll("4a"), ...poll("1"), ...poll("4b")]);
  assertEquals(closed.at(-1), "S polling server s2#1 server b");
  const unknown = play([...poll("4a"), ...poll('{"code":1}', 400), ...poll("4b")]);
  assertEquals(unknown.at(-1), "S polling server s2#1 server b");
  const tried = [request(2, 2, `${SOCKET}&sid=S`), message(2, "client", "2probe")];
  const probed = play([...poll("4a"), ...tried, close(2), ...poll("4b")]);
  assertEquals(probed.at(-1), "S polling server s1#2 server b");
  const live = play([...poll("4a"), ...tried, message(2, "client", "5"), close(2), ...poll("4b")]);
  assertEquals(live.at(-1), "S polling server s2#1 server b");
});

Deno.test("what a client sends after closing still belongs to its session", () => {
  const read = play([
    request(1, 1, `${SOCKET}&sid=S`),
    response(1, 1, "", 101),
    message(1, "client", "4a"),
    message(1, "client", "1"),
    message(1, "client", "4b"),
  ]);
  assertEquals(read.at(-1), "S websocket client s1#2 client b");
});

Deno.test("a handshake without a version is noted once, and the session remembers", () => {
  const { decoder } = openDecoder();
  decoder.receive(request(1, 1, "transport=polling"));
  const [open] = decoder.receive(response(1, 1, `${OPEN.length}:${OPEN}`));
  assertEquals(open?.notes.map(({ rule }) => rule), ["engine.io/no-version"]);
  const [message] = decoder.receive(request(1, 2, "transport=polling&sid=S", "2:4a"));
  assertEquals(message?.notes, []);
  const other = play([
    request(1, 1, `${POLL}&sid=T`),
    request(1, 2, "transport=polling&sid=T", "4a\x1e2"),
  ]);
  assertEquals(other, ["T polling client s1#1 client a", "T polling client ping"]);
});

Deno.test("notes and events of the inner protocol come out with the packets of both", () => {
  const { decoder } = openDecoder();
  const [event, odd] = decoder.receive(request(1, 1, `${POLL}&sid=S`, "4event\x1e4odd"));
  assertEquals(event?.event?.name, "e");
  assertEquals(event?.packets.map(({ protocol }) => protocol), ["engine.io", "inner"]);
  assertEquals(odd?.notes.map(({ rule }) => rule), ["inner/odd"]);
  assertEquals(odd?.event, undefined);
});
