// The feed against the plainest model of it: one array.

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { concatBytes, decodeUtf8 } from "../../src/base/bytes.ts";
import { Feed } from "../../src/wire/feed.ts";
import { checkProperty } from "../house/property.ts";

type Act =
  | { readonly do: "push"; readonly bytes: Uint8Array }
  | { readonly do: "take" | "some" | "skip" | "text"; readonly count: number }
  | { readonly do: "find"; readonly byte: number; readonly count: number };

/** Pieces around the size from which on they are not joined. */
const someBytes = fc.oneof(
  fc.uint8Array({ maxLength: 20, max: 5 }),
  fc.tuple(fc.integer({ min: 4090, max: 9000 }), fc.nat(255)).map(([length, byte]) =>
    new Uint8Array(length).fill(byte)
  ),
  fc.string({ unit: "grapheme", maxLength: 10 }).map((text) => new TextEncoder().encode(text)),
);

const someAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: someBytes.map((bytes) => ({ do: "push" as const, bytes })) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("take" as const, "some" as const, "skip" as const, "text" as const),
      count: fc.oneof(fc.nat(30), fc.nat(20_000)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("find" as const),
      byte: fc.nat(6),
      count: fc.nat(9000),
    }),
  },
);

Deno.test("Feed gives out what was pushed, in order, in every way of asking", () => {
  checkProperty(
    "wire: feed",
    fc.property(fc.array(someAct, { maxLength: 40 }), (acts) => {
      const feed = new Feed();
      let model = new Uint8Array(0);
      let read = 0;
      for (const act of acts) {
        if (act.do === "push") {
          feed.push(act.bytes);
          model = concatBytes([model, act.bytes]) as Uint8Array<ArrayBuffer>;
          continue;
        }
        const count = Math.min(act.count, model.length);
        if (act.do === "find") {
          assertEquals(feed.indexOf(act.byte, count), model.indexOf(act.byte, count));
          assertEquals(feed.byteAt(count), model[count] ?? 0);
          continue;
        }
        let taken = count;
        if (act.do === "take") assertEquals(feed.take(count), model.slice(0, count));
        if (act.do === "skip") feed.skip(count);
        if (act.do === "text") {
          const expected = model.slice(0, count);
          assertEquals(feed.takeText(count), decodeUtf8(expected) ?? expected);
        }
        if (act.do === "some") {
          const some = feed.takeSome(act.count);
          taken = some.length;
          assertEquals(taken > 0, count > 0);
          assertEquals(some, model.slice(0, taken));
        }
        model = model.slice(taken);
        read += taken;
        assertEquals([feed.length, feed.position], [model.length, read]);
      }
      assertEquals(feed.takeAll(), model);
    }),
    { runs: 500 },
  );
});

Deno.test("Feed gives out views that later pushes leave alone", () => {
  const feed = new Feed();
  feed.push(new Uint8Array([1]));
  for (let byte = 2; byte < 50; byte++) feed.push(new Uint8Array([byte]));
  const views = [feed.take(1), feed.take(10), feed.take(10)];
  for (let byte = 50; byte < 250; byte++) feed.push(new Uint8Array([byte]));
  assertEquals(views.flatMap((view) => [...view]), Array.from({ length: 21 }, (_, at) => at + 1));
});

Deno.test("Feed.take() copies nothing that lies in one piece, and hands out no Buffer", () => {
  const feed = new Feed();
  const piece = Buffer.from([1, 2, 3, 4]);
  feed.push(piece);
  const view = feed.take(3);
  assertEquals(view.buffer, piece.buffer);
  assertEquals(view.constructor, Uint8Array);
});
