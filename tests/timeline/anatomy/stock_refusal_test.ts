// What stock peers refuse: asked of the stock parser itself.

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Decoder } from "socket.io-parser";
import { stockRefusal } from "../../../src/timeline/anatomy/stock_refusal.ts";
import { checkProperty } from "../../house/property.ts";

/** What the stock decoder throws. */
function askStock(packet: string): string | undefined {
  try {
    new Decoder().add(packet);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/ NaN$| \d+$/, "") : String(error);
  }
}

const packet = fc.tuple(
  fc.constantFrom(
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "",
    " ",
    "51-",
    "511-",
    "5-",
    "62-",
    "51e0-",
  ),
  fc.constantFrom("", "/", "/sfa,", "/a?b=c,", "/x"),
  fc.constantFrom("", "0", "12", "007", " "),
  fc.oneof(
    fc.json(),
    fc.constantFrom("", '["a"]', "[]", "{}", '"x"', '["connect"]', "[1]", "[null]", "null", "["),
    fc.string(),
  ),
).map((pieces) => pieces.join(""));

Deno.test("stockRefusal() says what the stock parser throws", () => {
  checkProperty(
    "stock refusal",
    fc.property(fc.oneof(packet, fc.string()), (text) => {
      assertEquals(stockRefusal(text), askStock(text), JSON.stringify(text));
    }),
    { runs: 1000 },
  );
});
