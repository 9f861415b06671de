// Which namespaces a URL and its flags name: those that the stock client would join, as a stock server
// sees them.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { io } from "socket.io-client";
import { parseFlags } from "../../../src/cli/flags.ts";
import { RECORD_FLAGS } from "../../../src/cli/record/flags.ts";
import { type ClientPlan, placeOf, readClientPlan } from "../../../src/cli/record/plan.ts";
import { record } from "../../e2e/run_record.ts";
import { serve } from "../../e2e/stock_server.ts";

function planOf(url: string, named: readonly string[] = []): ClientPlan {
  const args = named.flatMap((name) => ["--namespace", name]);
  return readClientPlan(url, parseFlags(RECORD_FLAGS, args).flags);
}

const NAMESPACES: readonly [typed: string, namespace: string][] = [
  ["http://127.0.0.1:4310", "/"],
  ["http://127.0.0.1:4310/", "/"],
  ["http://127.0.0.1:4310?a=1", "/"],
  ["http://127.0.0.1:4310#x", "/"],
  ["http://127.0.0.1:4310/sfa?a=/b#/c", "/sfa"],
  ["http://127.0.0.1:4310/ünï", "/ünï"],
  ["http://127.0.0.1:4310/%C3%BCn%C3%AF", "/%C3%BCn%C3%AF"],
  ["http://127.0.0.1:4310/a b", "/a b"],
  ["http://127.0.0.1:4310/a%20b", "/a%20b"],
  ["http://127.0.0.1:4310/a/../b.c/d.e", "/a/../b.c/d.e"],
  ["http://127.0.0.1:4310/@me:7", "/@me:7"],
  ["https://[::1]:4310/a//", "/a//"],
];

for (const [typed, namespace] of NAMESPACES) {
  Deno.test(`readClientPlan() joins ${namespace} for ${typed}, as the stock client does`, () => {
    const plan = planOf(typed);
    assertEquals(plan.kind === "socket.io" && plan.namespaces, [namespace]);
    // Its type keeps the name to itself.
    const { nsp } = io(typed, { autoConnect: false }) as unknown as { readonly nsp: string };
    assertEquals(nsp, namespace);
  });
}

Deno.test("readClientPlan() joins no namespace for a blank or line break around the URL", () => {
  const joined = (typed: string, ...named: readonly string[]): unknown => {
    const plan = planOf(typed, named);
    return plan.kind === "socket.io" && plan.namespaces;
  };
  assertEquals(joined("http://h/ "), ["/"]);
  assertEquals(joined(" http://h/sfa\n"), ["/sfa"]);
  assertEquals(joined("http://h/ ", "/b"), ["/b"]);
});

const PLACES: readonly [typed: string, named: readonly string[], place: string][] = [
  ["http://127.0.0.1:4310?token=t", [], "http://127.0.0.1:4310/"],
  ["http://127.0.0.1:4310/ünï?token=t", [], "http://127.0.0.1:4310/ünï"],
  ["http://127.0.0.1:4310", ["/a"], "http://127.0.0.1:4310/a"],
  ["http://127.0.0.1:4310/sfa", ["/a", "/b"], "http://127.0.0.1:4310/sfa and /a, /b"],
  ["ws://127.0.0.1:4310/live?token=t", [], "ws://127.0.0.1:4310/live"],
];

for (const [typed, named, place] of PLACES) {
  Deno.test(`placeOf() is ${place} for ${[typed, ...named].join(" ")}`, () => {
    assertEquals(placeOf(planOf(typed, named)), place);
  });
}

for (const namespace of ["/ünï", "/a b", "/a%20b"]) {
  Deno.test(`record is let in where stock clients are: ${namespace}`, async () => {
    await using server = await serve((stock) => {
      stock.of(namespace).on("connection", (socket) => void socket.emit("go", socket.nsp.name));
    });
    const url = `http://127.0.0.1:${server.port}${namespace}`;
    const { code, events } = await record([url, "--watch", "go", "--events", "1"]);
    assertEquals([code, events], [0, [`server ${namespace} go ["${namespace}"]`]]);
  });
}

Deno.test("record sends a variable inside --auth, and hides it on the tape", async () => {
  const env = { WIRETAPE_TOKEN: "hunter2hunter2" };
  await using server = await serve((stock) => {
    stock.on("connection", (socket) => {
      const { x } = socket.handshake.auth;
      socket.emit("go", x === env.WIRETAPE_TOKEN, `echo ${x}`);
    });
  });
  const args = ["--auth", '{"x":"env:WIRETAPE_TOKEN"}', "--watch", "go", "--events", "1"];
  const { code, text, events } = await record([`http://127.0.0.1:${server.port}`, ...args], {
    env,
  });
  assertEquals([code, text.includes(env.WIRETAPE_TOKEN)], [0, false]);
  assertStringIncludes(events.join(), 'go [true,"echo **************"]');
});
