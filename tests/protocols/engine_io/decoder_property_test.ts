// Conversations of any kind: nothing that peers do may make the decoder throw.

import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import type { Payload } from "../../../src/base/bytes.ts";
import type { Carried } from "../../../src/protocols/protocol.ts";
import { checkProperty } from "../../house/property.ts";
import { anyText, bytes } from "./arbitraries.ts";
import { close, message, OPEN, openDecoder, request, response } from "./conversation.ts";

Deno.test("a decoder takes anything in any order, and every message means something", () => {
  const query = fc.tuple(
    fc.constantFrom("EIO=3", "EIO=4", "x=1"),
    fc.constantFrom("&transport=polling", "&transport=websocket", "&transport=polling&j=1", ""),
    fc.constantFrom("&sid=S", "&sid=T", ""),
  ).map((parts) => parts.join(""));
  const body = fc.oneof(
    fc.constantFrom<Payload>("", "ok", OPEN, "2probe", "1", "4a\x1e4b", "2:4a1:1", "d=4a", "4b"),
    anyText,
    bytes,
  );
  const [conn, id] = [fc.nat(3), fc.nat(3)];
  const side = fc.constantFrom<"client" | "server">("client", "server");
  const status = fc.constantFrom(101, 100, 200, 204, 302, 400, 413);
  const carried: fc.Arbitrary<Carried> = fc.oneof(
    fc.tuple(conn, id, query, fc.option(body, { nil: undefined })).map((of) => request(...of)),
    fc.tuple(conn, id, body, status).map((of) => response(...of)),
    fc.tuple(conn, side, body).map((of) => message(...of)),
    conn.map(close),
  );
  const property = fc.property(fc.array(carried, { maxLength: 30 }), (lines) => {
    const { decoder } = openDecoder();
    for (const line of lines) {
      const read = decoder.receive(line);
      if (line.kind === "message") assertEquals(read.length, 1);
      assert(read.every(({ label, packets }) => label !== "" && packets.length > 0));
    }
  });
  checkProperty("conversations of any kind", property, { runs: 1000 });
});
