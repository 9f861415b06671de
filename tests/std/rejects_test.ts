// `assertRejects()`: what it lets pass, what it refuses, and what its message must say.

import { AssertionError, assertRejects, assertStrictEquals } from "@std/assert";

class Own extends Error {}

const REJECTING: readonly (readonly [string, (msg?: string) => Promise<unknown>, string])[] = [
  ["a promise kept", (msg) => assertRejects(kept, msg), "Expected function to reject"],
  ["a promise kept", (msg) => assertRejects(kept, Error, "", msg), "Expected function to reject"],
  [
    "a function that throws",
    (msg) => assertRejects(thrown, Own, "x", msg),
    "Function throws when expected to reject",
  ],
  [
    "a reason that is no error",
    (msg) => assertRejects(() => Promise.reject("Panic!"), Error, "Panic!", msg),
    "A non-Error object was rejected",
  ],
  [
    "another class",
    (msg) => assertRejects(() => Promise.reject(new Own("x")), TypeError, "x", msg),
    'Expected error to be instance of "TypeError", but was "Own"',
  ],
  [
    "another message",
    (msg) => assertRejects(() => Promise.reject(new Own("x")), Own, "y", msg),
    'Expected error message to include "y", but got "x"',
  ],
];

for (const [name, run, says] of REJECTING) {
  Deno.test(`assertRejects() refuses ${name} and says why`, async () => {
    await assertRejects(() => run(), AssertionError, says);
    await assertRejects(() => run("OWN MESSAGE"), AssertionError, `${says}: OWN MESSAGE`);
  });
}

Deno.test("assertRejects() refuses a function that returns no promise", async () => {
  await assertRejects(
    // @ts-expect-error: the types refuse it too.
    () => assertRejects(() => {}),
    AssertionError,
    "Function throws when expected to reject",
  );
});

Deno.test("assertRejects() gives back what it caught", async () => {
  const error = new Own("caught");
  assertStrictEquals(await assertRejects(() => Promise.reject(error)), error);
  assertStrictEquals(await assertRejects(() => Promise.reject(error), Own, "caught"), error);
  assertStrictEquals(await assertRejects(() => Promise.reject(undefined)), undefined);
});

Deno.test("assertRejects() takes anything that can be awaited", async () => {
  const error = new Own("thrown late");
  const thenable: PromiseLike<never> = {
    then(): never {
      throw error;
    },
  };
  assertStrictEquals(await assertRejects(() => thenable, Own, "late"), error);
});

function kept(): Promise<number> {
  return Promise.resolve(42);
}

function thrown(): never {
  throw new Own("x");
}
