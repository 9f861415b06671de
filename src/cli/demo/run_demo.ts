// One demo from its start until somebody ends it: starts the server, says what to do with it, and
// logs who comes and goes.

import { startChatPage } from "../../demo/chat_page.ts";
import { DEMO_NAMES, DEMO_PORTS, type DemoName, isDemoName } from "../../demo/names.ts";
import { startServer } from "../../demo/servers.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import type { Host } from "../host.ts";
import { suggest } from "../../base/suggest.ts";
import { UsageError } from "../usage_error.ts";
import { demoAsJson, describeDemo } from "./describe.ts";
import { refuseIdleFlags } from "./idle_flags.ts";

export interface DemoFlags {
  readonly port: number | undefined;
  readonly pagePort: number | undefined;
  readonly rate: number | undefined;
  readonly seed: number | undefined;
  readonly json: boolean;
}

const DEFAULT_DEMO: DemoName = "tracking";

/** Runs until a signal ends it. */
export async function runDemo(
  typed: string = DEFAULT_DEMO,
  flags: DemoFlags,
  host: Host,
): Promise<ExitCode> {
  const name = readName(typed);
  checkFlags(name, flags);
  const ended = Promise.withResolvers<void>();
  using _signals = host.onSignal(["SIGINT", "SIGTERM", "SIGHUP"], () => ended.resolve());
  // The server allows the page's origin, so the page comes first.
  await using page = name === "chat" ? await startPage(flags) : undefined;
  await using server = await startServer(name, {
    port: flags.port ?? DEMO_PORTS[name],
    log: (line) => host.stderr.write(`${line}\n`),
    ...(flags.rate === undefined ? {} : { rate: flags.rate }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(page === undefined ? {} : { origin: page.origin }),
  });
  page?.talkTo(server.url);
  const described = { name, server, page };
  host.stdout.write(flags.json ? demoAsJson(described) : describeDemo(described));
  await ended.promise;
  return EXIT.fine;
}

function startPage({ pagePort }: DemoFlags): ReturnType<typeof startChatPage> {
  return startChatPage(pagePort === undefined ? {} : { port: pagePort });
}

function readName(typed: string): DemoName {
  if (isDemoName(typed)) return typed;
  const meant = suggest(typed, DEMO_NAMES);
  throw new UsageError(
    `Cannot start the demo "${typed}": there is no such demo`,
    meant === undefined ? `There are ${DEMO_NAMES.join(", ")}` : `Did you mean "${meant}"?`,
  );
}

/** A flag that does nothing is a mistake. */
function checkFlags(name: DemoName, flags: DemoFlags): void {
  refuseIdleFlags(name, flags);
  if (flags.pagePort === undefined || name === "chat") return;
  throw new UsageError(
    `Cannot use --page-port ${flags.pagePort} with the ${name} demo: it has no page`,
    "Only the chat demo has one",
  );
}
