// Requests under the numbers of the tape: kept until both the request and its final response stand
// there, in whatever order they came.

import { assertEquals } from "@std/assert";
import { RequestBook } from "../../src/net/request_book.ts";

Deno.test("RequestBook counts the requests of all connections", () => {
  const book = new RequestBook();
  assertEquals([book.idOf(1, 1), book.idOf(2, 1), book.idOf(1, 1), book.idOf(1, 2)], [1, 2, 1, 3]);
});

for (const order of [["asked", "answered"], ["answered", "asked"]] as const) {
  Deno.test(`RequestBook keeps a number until it is ${order.join(" and ")}`, () => {
    const book = new RequestBook();
    const [first, second] = order;
    assertEquals(book.idOf(1, 1), 1);
    book.keep(1, 1, true);
    book[first](1, 1);
    assertEquals([book.idOf(1, 1), book.isKept(1, 1)], [1, true]);
    book[second](1, 1);
    assertEquals(book.isKept(1, 1), false);
    assertEquals(book.idOf(1, 1), 2);
  });
}

Deno.test("RequestBook gives each response that answers nothing a number of its own", () => {
  const book = new RequestBook();
  assertEquals(book.idOf(1, 0), 1);
  book.answered(1, 0);
  assertEquals(book.idOf(1, 0), 2);
});

Deno.test("RequestBook forgets a connection that is gone, and knows nothing of others", () => {
  const book = new RequestBook();
  book.idOf(1, 1);
  book.keep(1, 1, true);
  book.closed(1);
  book.asked(1, 1);
  book.answered(2, 1);
  assertEquals([book.isKept(1, 1), book.isKept(2, 1), book.idOf(1, 1)], [false, false, 2]);
});
