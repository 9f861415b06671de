// What the flags of `record` come to.

import { assertEquals, assertThrows } from "@std/assert";
import { readEmission } from "../../../src/cli/record/emission.ts";
import { RECORD_FLAGS } from "../../../src/cli/record/flags.ts";
import { type ClientPlan, readClientPlan, type SocketPlan } from "../../../src/cli/record/plan.ts";
import { readLimit } from "../../../src/cli/recording/flags.ts";
import { parseFlags } from "../../../src/cli/flags.ts";
import { UsageError } from "../../../src/cli/usage_error.ts";
import { fakeHost } from "../fake_host.ts";

function flagsOf(
  args: readonly string[],
): ReturnType<typeof parseFlags<typeof RECORD_FLAGS>>["flags"] {
  return parseFlags(RECORD_FLAGS, args).flags;
}

function socketPlan(plan: ClientPlan): SocketPlan {
  if (plan.kind !== "socket.io") throw new Error(`The plan is for ${plan.kind}`);
  return plan;
}

Deno.test("readClientPlan() takes the URL's query and the flags' together", () => {
  const flags = flagsOf(["--query", "auth_type=v3", "--header", "X-App: a:b", "--auth", '{"a":1}']);
  const plan = socketPlan(readClientPlan("https://example.com/sfa?token=t", flags));
  assertEquals(plan.query, { token: "t", auth_type: "v3" });
  assertEquals(plan.headers, { "X-App": "a:b" });
  assertEquals(plan.auth, { a: 1 });
  assertEquals(plan.transports, undefined);
  assertEquals(plan.namespaces, ["/sfa"]);
  assertEquals(plan.shown.href, "https://example.com/sfa?token=t&auth_type=v3");
});

const QUERIES: readonly [typed: string, query: string, sent: string][] = [
  ["?to=a%20b&q=it's+~", "k=v w", "?to=a%20b&q=it%27s+~&k=v%20w"],
  ["?a=1&k=old&%6B=older&b", "k=new", "?a=1&b&k=new"],
  ["", "k=a&b=c", "?k=a%26b%3Dc"],
];

for (const [typed, query, sent] of QUERIES) {
  Deno.test(`readClientPlan() adds --query ${query} to "${typed}" and leaves the rest as it was`, () => {
    const { shown } = readClientPlan(`ws://a/live${typed}`, flagsOf(["--query", query]));
    assertEquals(shown.search, sent);
  });
}

const EMISSIONS: readonly [text: string, event: string, args: readonly unknown[]][] = [
  ['room:subscribe {"room":1}', "room:subscribe", [{ room: 1 }]],
  ["hello", "hello", []],
  ['  say "a b", 2 ', "say", ["a b", 2]],
  ['"my event" {"a":1}, 2', "my event", [{ a: 1 }, 2]],
  ['"say"', "say", []],
  ['["my event",{"a":1},[2]]', "my event", [{ a: 1 }, [2]]],
  ['["/b","x"]', "/b", ["x"]],
  ['{"event":"say","args":["hi"]}', "say", ["hi"]],
  ['{"event":"say"}', "say", []],
];

for (const [text, event, args] of EMISSIONS) {
  Deno.test(`readEmission() reads ${JSON.stringify(text)}`, () => {
    const emission: { event: string; args: readonly unknown[] } = readEmission(text, ["/"]);
    assertEquals(emission, { event, args });
  });
}

Deno.test("readEmission() sends an event to a namespace that was named", () => {
  const namespaces = ["/sfa", "/admin"];
  assertEquals(readEmission('/admin kick {"id":7}', namespaces), {
    event: "kick",
    args: [{ id: 7 }],
    namespace: "/admin",
  });
  assertEquals(readEmission("/other 7", namespaces), { event: "/other", args: [7] });
  assertEquals(readEmission("/admin", namespaces), { event: "/admin", args: [] });
  const kick = { event: "kick out", args: [7], namespace: "/admin" };
  assertEquals(readEmission('/admin "kick out" 7', namespaces), kick);
  assertEquals(
    readEmission('{"namespace":"/admin","event":"kick out","args":[7]}', namespaces),
    kick,
  );
  // A list is the event and its arguments, whatever the event is called.
  assertEquals(readEmission('["/admin","x"]', namespaces), { event: "/admin", args: ["x"] });
});

Deno.test("readClientPlan() is in the URL's namespace and in others", () => {
  const namespaces = (url: string, ...named: readonly string[]): readonly string[] =>
    socketPlan(readClientPlan(url, flagsOf(named.flatMap((name) => ["--namespace", name]))))
      .namespaces;
  assertEquals(namespaces("http://a"), ["/"]);
  assertEquals(namespaces("http://a/sfa", "/chat", "/sfa"), ["/sfa", "/chat"]);
  assertEquals(namespaces("http://a", "/chat"), ["/chat"]);
});

Deno.test("readClientPlan() sends text over a plain WebSocket", () => {
  const flags = flagsOf(["--send", "a", "--send", "b", "--every", "5s", "--query", "k=v"]);
  const plan = readClientPlan("ws://a/live?x=1", flags);
  if (plan.kind !== "websocket") throw new Error(`The plan is for ${plan.kind}`);
  assertEquals([plan.send, plan.everyMilliseconds], [["a", "b"], 5000]);
  assertEquals(plan.shown.href, "ws://a/live?x=1&k=v");
});

const REFUSED: readonly [name: string, run: () => unknown, message: string][] = [
  ["no URL", () => readClientPlan("example", flagsOf([])), 'Cannot record "example": it is no URL'],
  [
    "another scheme",
    () => readClientPlan("ftp://example.com", flagsOf([])),
    'Cannot record "ftp://example.com": "ftp:" is not http:, https:, ws: or wss:',
  ],
  [
    "an emission without JSON",
    () => readEmission("say {oops", ["/"]),
    'Cannot read --emit "say …": what follows "say" is no JSON',
  ],
  [
    "an emission in a namespace that is not recorded",
    () => readEmission("/c hi", ["/", "/b"]),
    'Cannot emit in "/c": this namespace is not recorded',
  ],
  [
    "the same with arguments",
    () => readEmission('/c hi {"a":1}', ["/b"]),
    'Cannot emit in "/c": this namespace is not recorded',
  ],
  [
    "the same as an object",
    () => readEmission('{"namespace":"/c","event":"hi"}', ["/b"]),
    'Cannot emit in "/c": this namespace is not recorded',
  ],
  [
    "an emission with a name like a namespace, and no JSON",
    () => readEmission("/c {oops", ["/b"]),
    'Cannot read --emit "/c …": what follows "/c" is no JSON',
  ],
  [
    "an emission that begins as JSON",
    () => readEmission('["say"', ["/"]),
    "Cannot read --emit: it is no JSON: Expected ',' or ']' after array element in JSON at position 6 (line 1 column 7)",
  ],
  [
    "a list that begins with no name",
    () => readEmission("[7]", ["/"]),
    "Cannot read --emit: the event's name is no text",
  ],
  [
    "an object with a mistyped member",
    () => readEmission('{"event":"say","arg":[1]}', ["/"]),
    'Cannot read --emit: "arg" is no part of an emission',
  ],
  [
    "an object whose arguments are no list",
    () => readEmission('{"event":"say","args":1}', ["/"]),
    'Cannot read --emit: "args" is no list',
  ],
  [
    "an object whose namespace is no text",
    () => readEmission('{"event":"say","namespace":1}', ["/"]),
    'Cannot read --emit: "namespace" is no text',
  ],
  [
    "an event name that is Socket.IO's own, as JSON",
    () => readEmission('["connect"]', ["/"]),
    'Cannot emit "connect": Socket.IO keeps this name for itself',
  ],
  [
    "a duration below 0",
    () => flagsOf(["--duration", "-1s"]),
    'Cannot read --duration "-1s": expected more than 0',
  ],
  [
    "a rate below 0",
    () => flagsOf(["--rate", "-1"]),
    'Cannot read --rate "-1": expected a number from 0.001 to 1000',
  ],
  [
    "an event name that is Socket.IO's own",
    () => readEmission("disconnect", ["/"]),
    'Cannot emit "disconnect": Socket.IO keeps this name for itself',
  ],
  [
    "a password in the URL, which it does not repeat",
    () => readClientPlan("http://me:mine@a/", flagsOf([])),
    "Cannot record a URL with a name or password in it",
  ],
  [
    "a query key twice",
    () => readClientPlan("http://a/?room=1&room=2", flagsOf([])),
    'Cannot record "http://a/": Socket.IO sends "room" only once',
  ],
  [
    "a duration that no timer can wait for",
    () => readLimit(flagsOf(["--duration", "1000h"]), undefined),
    'Cannot read --duration "1000h": expected more than 0 and at most 24 days',
  ],
  [
    "half an event",
    () => flagsOf(["--events", "1.5"]),
    'Cannot read --events "1.5": expected a whole number, 1 or more',
  ],
  [
    "a header that no server could read",
    () => readClientPlan("http://a", flagsOf(["--header", "X Y: 1"])),
    'Cannot send the header "X Y": no header may have these characters',
  ],
  [
    "a path without its slash",
    () => readClientPlan("http://a", flagsOf(["--path", "live"])),
    'Cannot read --path "live": it begins with no slash',
  ],
  [
    "an empty emission",
    () => readEmission(" ", ["/"]),
    "Cannot read --emit: it names no event",
  ],
  [
    "an emission over a plain WebSocket",
    () => readClientPlan("ws://a", flagsOf(["--emit", "hello"])),
    "Cannot use --emit with a WebSocket URL",
  ],
  [
    "plain text over Socket.IO",
    () => readClientPlan("http://a", flagsOf(["--send", "hello"])),
    "Cannot use --send with an http URL",
  ],
  [
    "nothing every five seconds",
    () => readClientPlan("ws://a", flagsOf(["--every", "5s"])),
    "Cannot use --every alone: nothing is sent",
  ],
  [
    "a namespace without its slash",
    () => readClientPlan("http://a", flagsOf(["--namespace", "sfa"])),
    'Cannot read --namespace "sfa": it begins with no slash or has a comma',
  ],
  [
    "a comma in the URL's namespace",
    () => readClientPlan("http://a/sfa,x?token=hunter2", flagsOf([])),
    'Cannot record the namespace "/sfa,x": in Socket.IO\'s packets a comma ends its name',
  ],
  [
    "auth that is no object",
    () => readClientPlan("http://a", flagsOf(["--auth", "[1]"])),
    "Cannot read --auth: it is no JSON object",
  ],
  [
    "auth whose variable is not set",
    () => readClientPlan("http://a", flagsOf(["--auth", '{"a":["env:WIRETAPE_NO"]}']), fakeHost()),
    "Cannot read --auth a: the variable WIRETAPE_NO is not set",
  ],
  [
    "a query without =",
    () => readClientPlan("http://a", flagsOf(["--query", "token"])),
    'Cannot read --query: there is no "=" in it',
  ],
  [
    "an unknown transport",
    () => readClientPlan("http://a", flagsOf(["--transports", "polling,smoke"])),
    'Cannot read --transports "polling,smoke": "smoke" is not polling or websocket',
  ],
  [
    "a duration without a number",
    () => readLimit(flagsOf(["--duration", "soon"]), undefined),
    'Cannot read --duration "soon": it is no duration',
  ],
];

for (const [name, run, message] of REFUSED) {
  Deno.test(`record refuses ${name} with a word on why`, () => {
    assertEquals(assertThrows(run, UsageError).message, message);
  });
}

Deno.test("readClientPlan() takes commas where they name no namespace", () => {
  assertEquals(socketPlan(readClientPlan("http://a/sfa?x=1,2", flagsOf([]))).namespaces, ["/sfa"]);
  assertEquals(readClientPlan("ws://a/live,x", flagsOf([])).url.pathname, "/live,x");
});

Deno.test("readLimit() knows when to stop", () => {
  assertEquals(readLimit(flagsOf(["--duration", "500ms"]), 10_000), 500);
  assertEquals(readLimit(flagsOf(["--duration", "1.5"]), 10_000), 1500);
  assertEquals(readLimit(flagsOf([]), 10_000), 10_000);
  assertEquals(readLimit(flagsOf(["--events", "3"]), 10_000), undefined);
});
