// Steps with other values in them, written as they were recorded.

import { assert, assertEquals } from "@std/assert";
import { encodePacket } from "../../src/protocols/socket_io/encode.ts";
import { decodePacketFromMsgpack } from "../../src/protocols/socket_io/msgpack.ts";
import { dollarIn, withDollarIn } from "../../src/replay/rewritten_step.ts";
import type { Step } from "../../src/replay/script.ts";
import type { Line } from "./fixtures.ts";
import { sessionOf } from "./playbook.ts";

async function stepOf(...messages: readonly (string | Uint8Array)[]): Promise<Step> {
  const lines = messages.map((message): Line => [1, "server", message]);
  const { steps: [step] } = await sessionOf(lines);
  assert(step !== undefined);
  return step;
}

Deno.test("withDollarIn() keeps the head of an event as it was recorded", async () => {
  const step = await stepOf('42/a?b=c,007["say",1]');
  assertEquals(withDollarIn(step, 2, "socket.io").messages, ['2/a?b=c,007["say",2]']);
});

Deno.test("withDollarIn() writes msgpack where msgpack was", async () => {
  const packet = { type: "EVENT", namespace: "/", data: ["say", 1], encoding: "msgpack" } as const;
  const [bytes] = encodePacket(packet);
  assert(bytes instanceof Uint8Array);
  const { messages: [written] } = withDollarIn(await stepOf(bytes), 2, "socket.io");
  assert(written instanceof Uint8Array);
  assertEquals(decodePacketFromMsgpack(written).data, ["say", 2]);
});

Deno.test("withDollarIn() counts the attachments that are left", async () => {
  const placeholder = '{"_placeholder":true,"num":0}';
  const step = await stepOf(`451-["file",${placeholder}]`, Uint8Array.of(1, 2));
  assertEquals(withDollarIn(step, "none", "socket.io").messages, ['2["file","none"]']);
  const [head, bytes] = withDollarIn(step, Uint8Array.of(3), "socket.io").messages;
  assertEquals([head, bytes], [`51-["file",${placeholder}]`, Uint8Array.of(3)]);
});

Deno.test("withDollarIn() leaves a goodbye alone, which carries nothing", async () => {
  const step = await stepOf("41/a,");
  assertEquals(dollarIn(step.meaning), undefined);
  assertEquals(withDollarIn(step, 1, "socket.io"), step);
});
