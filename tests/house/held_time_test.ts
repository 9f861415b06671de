// Time in a test's hand: what is held is over when the test says so, unless it was called off.

import { assertEquals } from "@std/assert";
import { inTime } from "../peers/in_time.ts";
import { HeldTime } from "./held_time.ts";

/** Like no other timers. */
const [HELD, OTHER] = [54_321, 54_322];

function holdBoth(): HeldTime {
  return new HeldTime((delay) => delay === HELD || delay === OTHER ? "held" : "runs");
}

Deno.test("HeldTime ends the timers of a delay, each once, and gives them what they are for", () => {
  using time = holdBoth();
  const over: string[] = [];
  for (const name of ["one", "two"]) setTimeout((...args) => over.push(...args), HELD, name);
  setTimeout(() => over.push("other"), OTHER);
  for (const _ of [1, 2]) time.end(HELD);
  assertEquals(over, ["one", "two"]);
  assertEquals(time.delays, [HELD, HELD, OTHER]);
});

Deno.test("HeldTime ends no timer that was called off, be it by another one", () => {
  using time = holdBoth();
  const over: string[] = [];
  const called = setTimeout(() => over.push("called off"), HELD);
  setTimeout(() => {
    over.push("one");
    clearTimeout(late);
  }, HELD);
  const late = setTimeout(() => over.push("called off late"), HELD);
  setTimeout(() => over.push("two"), HELD);
  clearTimeout(called);
  time.end(HELD);
  assertEquals(over, ["one", "two"]);
});

Deno.test("HeldTime leaves what a timer sets when it is over for the next time", () => {
  using time = holdBoth();
  let count = 0;
  const again = (): void => {
    count += 1;
    setTimeout(again, HELD);
  };
  setTimeout(again, HELD);
  for (const _ of [1, 2]) time.end(HELD);
  assertEquals(count, 2);
});

Deno.test("HeldTime lets others run, and be called off", async () => {
  using _time = holdBoth();
  const over: string[] = [];
  const called = setTimeout(() => over.push("called off"), 0);
  const ran = new Promise<void>((resolve) => setTimeout(resolve, 0));
  clearTimeout(called);
  // Of the same delay, and set later.
  await inTime(ran, "a timer to run");
  assertEquals(over, []);
});

Deno.test("HeldTime waits until a timer is set, and not until another one is", async () => {
  using time = holdBoth();
  const told: string[] = [];
  const until = time.until(HELD).then(() => told.push("held"));
  setTimeout(() => {}, OTHER);
  // All that was to follow from that has.
  await new Promise((resolve) => setTimeout(resolve, 0));
  told.push("other");
  setTimeout(() => {}, HELD);
  await until;
  await time.until(OTHER);
  assertEquals(told, ["other", "held"]);
});

Deno.test("HeldTime gives everything back", () => {
  const usual = [globalThis.setTimeout, globalThis.clearTimeout, performance.now];
  {
    using time = holdBoth();
    time.stand();
    const [before] = [performance.now(), time.leap(1_000)];
    assertEquals(Math.round(performance.now() - before), 1_000);
  }
  assertEquals([globalThis.setTimeout, globalThis.clearTimeout, performance.now], usual);
});
