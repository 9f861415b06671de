// `record` from its flags to its exit code: where the client is to go (a URL, a profile, a demo),
// and a recording around it.

import { DEMO_NAMES, type DemoClient, type DemoName, startDemo } from "../../demo/demo.ts";
import { catchClientErrors } from "../../net/client_errors.ts";
import type { Emission } from "../../net/socket_client.ts";
import { startTap } from "../../net/tap.ts";
import { lateOwner, type TapOwner } from "../../net/tap_owner.ts";
import { targetOf } from "../../net/target.ts";
import { refuseIdleFlags } from "../demo/idle_flags.ts";
import type { ExitCode } from "../exit_code.ts";
import type { Host } from "../host.ts";
import { readExtra, readLimit, watchedBy } from "../recording/flags.ts";
import { readTrust } from "../certificate_files.ts";
import { Recording } from "../recording/recording.ts";
import { suggest } from "../../base/suggest.ts";
import { shownUrl } from "../target_url.ts";
import { UsageError } from "../usage_error.ts";
import { runDeck } from "./deck.ts";
import { DEMO_SECONDS, DEMO_SEED, type RecordFlags } from "./flags.ts";
import { type ClientPlan, placeOf, readClientPlan } from "./plan.ts";
import { mergeFlags, readProfile } from "./profile.ts";
import { type SecretHost, secretHost } from "./secret_host.ts";

/** Stand for a demo's URL while it has none. */
const SOCKET_URL = "http://127.0.0.1/";
const WEBSOCKET_URL = "ws://127.0.0.1/";

export async function record(
  typed: string | undefined,
  typedFlags: RecordFlags,
  plainHost: Host,
): Promise<ExitCode> {
  const host = secretHost(plainHost);
  const profile = typedFlags.profile === undefined
    ? undefined
    : readProfile(typedFlags.profile, host);
  const flags = profile === undefined ? typedFlags : mergeFlags(profile.flags, typedFlags);
  const url = typed ?? (typedFlags.demo === undefined ? profile?.url : undefined);
  if (url === undefined) return await recordDemo(flags, host);
  if (flags.demo !== undefined) {
    throw new UsageError(
      `Cannot record "${shownUrl(url)}" and the demo "${flags.demo}": choose one`,
    );
  }
  for (const name of ["seed", "rate"] as const) {
    if (flags[name] === undefined) continue;
    throw new UsageError(
      `Cannot use --${name} with "${shownUrl(url)}": it is for the embedded demos`,
      "Leave one of the two out",
    );
  }
  const limit = readLimit(flags, undefined);
  const client = readClientPlan(url, flags, host);
  return await recordClient({
    client,
    flags,
    limit,
    host,
    opening: `Recording ${placeOf(client)}`,
  });
}

async function recordDemo(flags: RecordFlags, host: SecretHost): Promise<ExitCode> {
  const name = readDemoName(flags.demo);
  refuseIdleFlags(name, flags);
  const limit = readLimit(flags, DEMO_SECONDS * 1000);
  // Whatever is wrong with the flags is said before anything starts.
  readClientPlan(name === "driver" ? WEBSOCKET_URL : SOCKET_URL, flags, host);
  readExtra(flags);
  const { seed = DEMO_SEED, rate } = flags;
  await using demo = await startDemo(name, {
    port: 0,
    spawn: (command) => host.spawnPiped(command),
    seed,
    ...(rate === undefined ? {} : { rate }),
  });
  const opening = `Recording the embedded demo ${demo.url}`;
  const client = demoPlan(demo.client, flags, host);
  const { watch } = demo.client;
  return await recordClient({
    client,
    flags,
    limit,
    host,
    opening,
    name,
    ...(watch ? { watch } : {}),
  });
}

function readDemoName(typed = "tracking"): DemoName {
  const name = DEMO_NAMES.find((known) => known === typed);
  if (name !== undefined) return name;
  const meant = suggest(typed, DEMO_NAMES);
  throw new UsageError(
    `Cannot record the demo "${typed}": there is none of that name`,
    meant === undefined ? `There are ${DEMO_NAMES.join(", ")}` : `Did you mean "${meant}"?`,
  );
}

/** What flags say for the demo goes before what the demo needs. */
function demoPlan(demo: DemoClient, flags: RecordFlags, host: Host): ClientPlan {
  const asked = readClientPlan(demo.url, flags, host);
  if (asked.kind === "websocket") {
    if (asked.send.length > 0) return asked;
    const { send = [], everyMilliseconds } = demo;
    return { ...asked, send, ...(everyMilliseconds === undefined ? {} : { everyMilliseconds }) };
  }
  const emit: readonly Emission[] = asked.emit.length > 0 ? asked.emit : demo.emit ?? [];
  return { ...asked, emit };
}

interface ClientRecording {
  readonly client: ClientPlan;
  readonly flags: RecordFlags;
  readonly limit: number | undefined;
  readonly host: SecretHost;
  /** The first line that is told. */
  readonly opening: string;
  /** What its tape is called after, where the target's path has no name. */
  readonly name?: string;
  /** What gets decoded lines when nobody says. */
  readonly watch?: readonly string[];
}

async function recordClient(options: ClientRecording): Promise<ExitCode> {
  const { client, limit, host } = options;
  const flags = { ...options.flags, redact: [...options.flags.redact, ...host.secretPatterns] };
  // A request of the client's may be answered when it has left, while the tap is still there.
  using _late = catchClientErrors(() => {});
  const owners: TapOwner[] = [];
  // Listens first: a recording that cannot begin leaves no tape.
  const tap = await startTap({
    target: targetOf(client.url),
    owner: lateOwner(owners),
    tls: readTrust(flags, host),
  });
  let isHurried = false;
  try {
    const recording = new Recording({
      mode: "record",
      target: client.shown,
      ...(options.name === undefined ? {} : { name: options.name }),
      watch: watchedBy(flags, options.watch),
      flags,
      host,
      debug: flags.debug,
      keys: !flags.noKeys,
      isOneClient: true,
    });
    owners.push(recording.recorder);
    if (!flags.json) recording.say(options.opening);
    const hurried = recording.hurried.then(() => {
      isHurried = true;
    });
    const end = await runDeck({
      client,
      recording,
      tap,
      log: !flags.noLog,
      debug: flags.debug,
      limit,
    });
    // The connections end before the tape does: what they say last stands on it.
    await Promise.race([tap[Symbol.asyncDispose](), hurried]);
    return await recording.finish(end);
  } finally {
    const gone = tap[Symbol.asyncDispose]();
    if (!isHurried) await gone;
  }
}
