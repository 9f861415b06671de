// What `proxy` advises about redirects, and what is the same for both commands.

import { assertEquals } from "@std/assert";
import type { WaitingRequest } from "../../../src/cli/recording/exchanges.ts";
import { describeMove } from "../../../src/cli/recording/moved.ts";

const ASKED: WaitingRequest = {
  id: 1,
  conn: 1,
  at: 0,
  method: "GET",
  url: "/old/?EIO=4&transport=polling",
  path: "/old/",
  headers: [],
  isEngine: true,
  isUpgrade: false,
  hasSession: false,
};

const MOVES: readonly [
  verb: string,
  target: string,
  location: string,
  sentence: string,
  leaves: boolean,
][] = [
  [
    "proxy",
    "http://host:3000/",
    "/socket.io/?EIO=4",
    "Target moved to http://host:3000/socket.io/: proxy it, its clients' path is /socket.io/ then",
    true,
  ],
  [
    "proxy",
    "http://host:3000/",
    "https://host/socket.io/?EIO=4",
    "Target moved to https://host/: proxy that instead, its clients' path is /socket.io/ then",
    true,
  ],
  [
    "record",
    "http://host:3000/sfa",
    "?EIO=4&again=1",
    "The target answered GET /old/ with HTTP 307 and sends it to itself",
    true,
  ],
  [
    "record",
    "http://host:3000/sfa",
    "//other/old/?EIO=4",
    "Target moved to http://other/sfa: record that instead",
    true,
  ],
  [
    "record",
    "http://host:3000/sfa",
    "http://host:3000/socket.io/",
    "Target moved to http://host:3000/socket.io/: record it with --path /socket.io/",
    true,
  ],
  [
    "record",
    "ws://host:3000/old/",
    "wss://host/signin",
    "The target answered GET /old/ with HTTP 307 and sends it to wss://host/signin, which looks " +
    "like a login: no WebSocket there",
    true,
  ],
  [
    "record",
    "ws://host:3000/auth/",
    "https://host/old/",
    "Target moved to wss://host/old/: record that instead",
    true,
  ],
  [
    "record",
    "http://host:3000/",
    "",
    "The target answered GET /old/ with HTTP 307 and a Location that is no URL",
    true,
  ],
  [
    "record",
    "http://host:3000/",
    "http://host:99999/",
    "The target answered GET /old/ with HTTP 307 and a Location that is no URL",
    false,
  ],
  [
    "record",
    "http://host:3000/sfa",
    "http:\\\\other:4000\\old/",
    "Target moved to http://other:4000/sfa: record that instead",
    true,
  ],
  [
    "record",
    "ws://host:3000/old/",
    "\\\\other\\new",
    "Target moved to ws://other/new: record that instead",
    true,
  ],
  [
    "record",
    "ws://host:3000/old/",
    "/new",
    "Target moved to ws://host:3000/new: record that instead",
    false,
  ],
];

for (const [verb, target, location, sentence, leaves] of MOVES) {
  Deno.test(`describeMove() advises ${verb} from ${target} to ${JSON.stringify(location)}`, () => {
    const asked = target.startsWith("ws") ? { ...ASKED, isUpgrade: true } : ASKED;
    const redirect = { target: new URL(target), asked, status: 307, location, verb };
    assertEquals(describeMove(redirect), { sentence, leaves });
  });
}
