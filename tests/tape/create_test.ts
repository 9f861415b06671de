// Creating a tape's file: never over another one unless told to, and refusals as values.

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { createTape, type TapeFiles } from "../../src/tape/create.ts";
import { MemorySink } from "./memory_tape.ts";

/** A file system of which only the calls are kept. */
function fakeFiles(there: boolean): TapeFiles & { readonly calls: string[]; sink: MemorySink } {
  const calls: string[] = [];
  const sink = new MemorySink();
  return {
    calls,
    sink,
    makeFolder: (path) => {
      calls.push(`folder ${path}`);
    },
    openNew: (path) => {
      calls.push(`new ${path}`);
      return there ? undefined : sink;
    },
    openEmptied: (path) => {
      calls.push(`emptied ${path}`);
      return sink;
    },
  };
}

Deno.test("createTape() makes the folder and opens a new file", () => {
  const files = fakeFiles(false);
  const created = createTape("tapes/today/x.ndjson", files);
  assert(created.ok);
  assertStrictEquals(created.sink, files.sink);
  assertEquals(files.calls, ["folder tapes/today", "new tapes/today/x.ndjson"]);
});

Deno.test("createTape() leaves what stands there, and says what to do", () => {
  const files = fakeFiles(true);
  const created = createTape("x.ndjson", files);
  assert(!created.ok);
  assertEquals(
    created.error.message,
    'Cannot create the tape "x.ndjson": something stands there already; --force replaces it, ' +
      "another --out leaves it",
  );
  assertEquals(files.calls, ["folder .", "new x.ndjson"]);
});

Deno.test("createTape() replaces what stands there when told to", () => {
  const files = fakeFiles(true);
  assert(createTape("x.ndjson", files, { force: true }).ok);
  assertEquals(files.calls, ["folder .", "emptied x.ndjson"]);
});

Deno.test("createTape() gives the system's refusal as an error value", () => {
  const cause = new Error("EACCES: permission denied");
  const files = {
    ...fakeFiles(false),
    makeFolder: () => {
      throw cause;
    },
  };
  const created = createTape("/locked/x.ndjson", files);
  assert(!created.ok);
  assertEquals(
    created.error.message,
    'Cannot create the tape "/locked/x.ndjson": EACCES: permission denied',
  );
  assertStrictEquals(created.error.cause, cause);
});
