// One recording from its first line to its last: opens the tape, starts the demo if nobody named a
// target, runs the deck, and tells how it went.

import { readFileSync } from "node:fs";
import { randomId, systemRandom } from "../../base/random.ts";
import { type Clock, systemClock } from "../../base/clock.ts";
import { VERSION } from "../../base/version.ts";
import { DEMO_SUBSCRIPTION, startTracking, type TrackingDemo } from "../../demo/tracking.ts";
import { tapeFiles } from "../../net/files.ts";
import { Recorder } from "../../net/recorder.ts";
import { createTape } from "../../tape/create.ts";
import { FORMAT, type TapeHeader } from "../../tape/entry.ts";
import { Redactor } from "../../tape/redact/redactor.ts";
import { TapeWriter } from "../../tape/writer.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { type Host } from "../host.ts";
import { type DeckEnd, runDeck } from "./deck.ts";
import {
  type ClientPlan,
  DEMO_SECONDS,
  readClientPlan,
  readExtra,
  readLimit,
  type RecordFlags,
  watchedBy,
} from "./plan.ts";
import { Monitor } from "./monitor.ts";
import { formatBytes, plural } from "./tally.ts";
import { defaultTapeName } from "./tape_name.ts";

export async function record(
  typed: string | undefined,
  flags: RecordFlags,
  host: Host,
): Promise<ExitCode> {
  const limit = readLimit(flags, typed === undefined ? DEMO_SECONDS * 1000 : undefined);
  if (typed !== undefined) {
    return await recordClient(readClientPlan(typed, flags), flags, limit, host);
  }
  // Whatever is wrong with the flags is said before anything starts.
  readClientPlan(DEMO_URL, flags);
  readExtra(flags);
  await using demo = await startTracking();
  host.stderr.write(`Recording the embedded demo ${demo.url}\n`);
  return await recordClient(demoPlan(demo, flags), flags, limit, host);
}

/** Stands for the demo's URL while it has none. */
const DEMO_URL = "http://127.0.0.1/sfa";

/** What flags say for the demo goes before what the demo needs. */
function demoPlan(demo: TrackingDemo, flags: RecordFlags): ClientPlan {
  const asked = readClientPlan(demo.url, flags);
  return {
    ...asked,
    query: { token: demo.token(), auth_type: "v3", ...asked.query },
    emit: asked.emit.length > 0
      ? asked.emit
      : [{ event: "room:subscribe", args: [DEMO_SUBSCRIPTION] }],
  };
}

async function recordClient(
  client: ClientPlan,
  flags: RecordFlags,
  limit: number | undefined,
  host: Host,
): Promise<ExitCode> {
  const clock = systemClock();
  const shownName = flags.out ?? defaultTapeName(clock.wallTime(), client.url);
  const redactor = new Redactor({
    hashKey: systemRandom.bytes(16),
    extra: readExtra(flags),
    enabled: !flags.keepSecrets,
  });
  const ca = flags.ca === undefined ? undefined : readCertificate(host.resolvePath(flags.ca));
  const created = createTape(host.resolvePath(shownName), tapeFiles, { force: flags.force });
  if (!created.ok) throw created.error;
  const writer = new TapeWriter(
    created.sink,
    redactor.redactHeader(tapeHeader(client, flags, clock)),
  );
  if (flags.insecure) {
    host.stderr.write("Certificates are NOT checked: anybody may be the target\n");
  }
  if (flags.keepSecrets) host.stderr.write("Secrets are KEPT on this tape: do not share it\n");

  const stop = new AbortController();
  const monitor = new Monitor({ flags, host, clock, stop: () => stop.abort() });
  const watch = watchedBy(flags);
  const recorder = new Recorder({ writer, redactor, clock, watch, listener: monitor });
  if (writer.failure !== undefined) throw writer.failure;
  using _signals = host.onSignal(["SIGINT", "SIGTERM", "SIGHUP"], () => stop.abort());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = await runDeck({
    client,
    recorder,
    tls: { ...(ca === undefined ? {} : { ca }), insecure: flags.insecure },
    log: !flags.noLog,
    stop: stop.signal,
    tell: (line) => host.stderr.write(`${line}\n`),
    connected(): void {
      if (limit !== undefined) timer = setTimeout(() => stop.abort(), limit);
    },
  });
  clearTimeout(timer);
  writer.end(clock.now(), { hidden: redactor.hidden });
  await monitor.finish();
  return tell({ end, monitor, writer, redactor, shownName, host });
}

function readCertificate(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Error(`Cannot read the certificate "${path}"`, { cause });
  }
}

function tapeHeader(client: ClientPlan, flags: RecordFlags, clock: Clock): TapeHeader {
  const target = new URL(client.url);
  const watch = watchedBy(flags);
  for (const [key, value] of Object.entries(client.query)) target.searchParams.set(key, value);
  return {
    kind: "tape",
    format: FORMAT,
    id: randomId(systemRandom),
    startedAt: clock.wallTime().toISOString(),
    tool: `wiretape ${VERSION}`,
    mode: "record",
    target: target.href,
    watch: watch === true ? ["*"] : watch,
    redaction: { on: !flags.keepSecrets },
  };
}

interface Outcome {
  readonly end: DeckEnd;
  readonly monitor: Monitor;
  readonly writer: TapeWriter;
  readonly redactor: Redactor;
  readonly shownName: string;
  readonly host: Host;
}

/** The summary, and the exit code that goes with it. */
function tell(outcome: Outcome): ExitCode {
  const { end, monitor, writer, redactor, shownName, host } = outcome;
  const say = (line: string): void => host.stderr.write(`${line}\n`);
  say("");
  for (const line of monitor.summary()) say(line);
  say(`${shownName}  ${plural(writer.lines, "line")}, ${formatBytes(writer.bytes)}`);
  if (redactor.hidden > 0) say(`Secrets are hidden on the tape, in ${redactor.hidden} places`);
  if (writer.failure !== undefined) return EXIT.inputOutput;
  if (end.kind === "stopped") return EXIT.fine;
  say(`Not connected. ${monitor.reason ?? end.message}`);
  return EXIT.inputOutput;
}
