// The `ws` package as the oracle: what its Sender sends is what is read here, and what its Receiver
// accepts or refuses of frames made here is read without or with a note.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
// @ts-types="../house/ws_internals.d.ts"
import { PerMessageDeflate, Receiver, Sender } from "ws";
import { concatBytes, encodeUtf8 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import { encodeFrame, type FrameOptions } from "../../src/wire/frames.ts";
import { checkAsyncProperty } from "../house/property.ts";
import { cutAt, MASK, notes, ofKind, playWebSocket } from "./support.ts";

type Act =
  | { readonly op: "send"; readonly parts: readonly string[]; readonly binary: boolean }
  | { readonly op: "ping" | "pong"; readonly text: string };

const side: fc.Arbitrary<Side> = fc.constantFrom("client", "server");

/** Words come back, so that compression has something to refer to. */
const someText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.array(fc.constantFrom('{"lat":37.77,', '"lng":-122.4}', "42/sfa,", "grüße ", "🚚"), {
    maxLength: 40,
  }).map((words) => words.join("")),
  fc.integer({ min: 126, max: 70_000 }).map((length) => "0123456789abcdef".repeat(length / 16)),
);

const someAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant("send" as const),
      parts: fc.array(someText, { minLength: 1, maxLength: 4 }),
      binary: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constantFrom("ping" as const, "pong" as const),
      text: fc.string({ maxLength: 100 }),
    }),
  },
);

const EXTENSIONS: readonly string[] = [
  "",
  "permessage-deflate",
  "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
  "permessage-deflate; server_max_window_bits=9; client_max_window_bits=10",
];

const conversation = fc.record({
  from: side,
  extensions: fc.constantFrom(...EXTENSIONS),
  acts: fc.array(someAct, { maxLength: 6 }),
  close: fc.option(fc.string({ maxLength: 20 }), { nil: undefined }),
  cuts: fc.array(fc.nat(2000), { maxLength: 6 }),
});

Deno.test("Conversation reads what ws' Sender sends, compressed or not, however cut", async () => {
  await checkAsyncProperty(
    "wire: ws Sender",
    fc.asyncProperty(conversation, async ({ from, extensions, acts, close, cuts }) => {
      const bytes = await sendAll(from, extensions, acts, close);
      const events = playWebSocket([{ from, bytes }], { extensions, cut: cutAt(cuts) });
      assertEquals(notes(events), []);
      assertEquals(
        ofKind(events, "message").map(({ data }) => data),
        acts.flatMap((act) => {
          if (act.op !== "send") return [];
          const text = act.parts.join("");
          return [act.binary ? encodeUtf8(text) : text];
        }),
      );
      for (const { compressed } of ofKind(events, "message")) {
        assertEquals(compressed, extensions !== "");
      }
      const controls = acts.flatMap((act) => act.op === "send" ? [] : [[act.op, act.text]]);
      assertEquals(
        ofKind(events, "control").map(({ op, data, reason }) => [op, reason ?? data]),
        close === undefined ? controls : [...controls, ["close", close]],
      );
    }),
    { runs: 1000 },
  );
});

/** The bytes that ws sends for these acts. */
async function sendAll(
  from: Side,
  extensions: string,
  acts: readonly Act[],
  close: string | undefined,
): Promise<Uint8Array> {
  const written: Uint8Array[] = [];
  const socket = {
    cork: () => {},
    uncork: () => {},
    write: (chunk: string | Uint8Array, done?: () => void) => {
      written.push(typeof chunk === "string" ? encodeUtf8(chunk) : new Uint8Array(chunk));
      done?.();
      return true;
    },
  };
  const deflate = agreedDeflate(from === "server", extensions);
  const sender = new Sender(socket, deflate === undefined ? {} : { "permessage-deflate": deflate });
  const mask = from === "client";
  for (const act of acts) {
    if (act.op === "send") {
      for (const [index, part] of act.parts.entries()) {
        const fin = index === act.parts.length - 1;
        const compress = extensions !== "";
        await new Promise<void>((resolve) => {
          sender.send(encodeUtf8(part), { binary: act.binary, compress, fin, mask }, resolve);
        });
      }
    } else {
      await new Promise<void>((resolve) => sender[act.op](act.text, mask, resolve));
    }
  }
  if (close !== undefined) {
    await new Promise<void>((resolve) => sender.close(1000, close, mask, resolve));
  }
  deflate?.cleanup();
  return concatBytes(written);
}

function agreedDeflate(isServer: boolean, extensions: string): PerMessageDeflate | undefined {
  if (extensions === "") return undefined;
  const deflate = new PerMessageDeflate({ isServer, threshold: 0 });
  // What was agreed, set directly: `accept` would negotiate it anew.
  deflate.params = {
    ...(extensions.includes("no_context")
      ? { server_no_context_takeover: true, client_no_context_takeover: true }
      : {}),
    ...(extensions.includes("bits")
      ? { server_max_window_bits: 9, client_max_window_bits: 10 }
      : {}),
  };
  return deflate;
}

/** Frames most of which are as they should be. */
const someFrame: fc.Arbitrary<FrameOptions> = fc.record({
  opcode: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(0, 0, 1, 2, 9, 10) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 15 }) },
  ),
  payload: fc.oneof(
    { weight: 8, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }).map(encodeUtf8) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    { weight: 1, arbitrary: fc.uint8Array({ minLength: 2, maxLength: 2 }) },
  ),
  fin: fc.oneof(
    { weight: 3, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.boolean() },
  ),
  rsv1: fc.oneof(
    { weight: 20, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.boolean() },
  ),
});

Deno.test("Conversation notes what ws' Receiver refuses, and agrees on all it accepts", async () => {
  let refused = 0;
  let accepted = 0;
  await checkAsyncProperty(
    "wire: ws Receiver",
    fc.asyncProperty(side, fc.array(someFrame, { maxLength: 5 }), async (from, options) => {
      const mask = from === "client" ? { mask: MASK } : {};
      const closeAt = options.findIndex(({ opcode }) => opcode === 8);
      const sent = closeAt === -1 ? options : options.slice(0, closeAt + 1);
      const bytes = concatBytes(sent.map((each) => encodeFrame({ ...each, ...mask })));
      const theirs = await receiveAll(from, bytes);
      // A message that is not whole is no fault to a Receiver: the end is not played.
      const ours = playWebSocket([{ from, bytes }], { end: false });
      if (theirs.error !== undefined) {
        refused++;
        assert(notes(ours).length > 0, `nothing was noted, but ws says: ${theirs.error}`);
        return;
      }
      accepted++;
      assertEquals(notes(ours), []);
      assertEquals(ofKind(ours, "message").map(({ data }) => data), theirs.messages);
    }),
    { runs: 1000 },
  );
  assert(refused > 50 && accepted > 50, `refused ${refused}, accepted ${accepted}`);
});

interface Received {
  readonly messages: readonly (string | Uint8Array)[];
  readonly error?: string;
}

async function receiveAll(from: Side, bytes: Uint8Array): Promise<Received> {
  const receiver = new Receiver({ isServer: from === "client", allowSynchronousEvents: true });
  const messages: (string | Uint8Array)[] = [];
  let error: string | undefined;
  receiver.on("message", (data: Buffer, isBinary: boolean) => {
    messages.push(isBinary ? new Uint8Array(data) : data.toString());
  });
  receiver.on("error", (reason: Error) => error = reason.message);
  // The Receiver unmasks in place.
  await new Promise<void>((resolve) => receiver.write(Buffer.from(bytes), () => resolve()));
  return error === undefined ? { messages } : { messages, error };
}
