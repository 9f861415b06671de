// The command `proxy`: a tap for anybody's client (browsers, phones, other languages), so that their
// sessions are put on a tape.

import { defineCommand } from "./command.ts";
import { PROXY_FLAGS } from "./proxy/flags.ts";

export const proxyCommand = defineCommand({
  name: "proxy",
  summary: "record what anybody's client and a server say to each other",
  operands: { shown: "TARGET", least: 1, most: 1, takesCommand: true },
  flags: PROXY_FLAGS,
  examples: [
    {
      typed: "proxy https://example.com",
      does: "record every client that is pointed at http://127.0.0.1:7007",
    },
    {
      typed: "proxy http://127.0.0.1:3000 --allow-origin http://localhost:5173",
      does: "let a page of another origin in, whatever the server says",
    },
    {
      typed: "proxy http://127.0.0.1:3000 --out ci.ndjson -- npm test",
      does:
        "record while a command runs, which finds the tap in WIRETAPE_URL; its exit code is passed on",
    },
    {
      typed: "proxy wss://example.com/live --listen 0.0.0.0:7007",
      does: "let other machines of the network in, too",
    },
  ],
  async run({ operands: [target = ""], trailing, flags, host }): Promise<number> {
    // Loaded when it is needed: other commands start without it.
    const { proxy } = await import("./proxy/proxy.ts");
    return await proxy(target, trailing, flags, host);
  },
});
