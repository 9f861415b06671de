// `convert`: reads a tape, and writes another one of what its flags make of it.

import { messageOf } from "../../base/errors.ts";
import { randomId, systemRandom } from "../../base/random.ts";
import { VERSION } from "../../base/version.ts";
import type { TapeHeader } from "../../tape/entry.ts";
import type { TapeProblem } from "../../tape/problem.ts";
import { parseExtra } from "../../tape/redact/extra.ts";
import { Redactor } from "../../tape/redact/redactor.ts";
import { TapeWriter } from "../../tape/writer.ts";
import type { Replacer } from "../../timeline/convert/anonymise.ts";
import { convertLines } from "../../timeline/convert/convert.ts";
import { convertHeader } from "../../timeline/convert/convert_header.ts";
import { type CutPlan, planCut } from "../../timeline/convert/cut_plan.ts";
import { moveRanges } from "../../timeline/convert/move_ranges.ts";
import type { ConvertProblem } from "../../timeline/convert/outcome.ts";
import { IdCollector, Pseudonyms } from "../../timeline/convert/pseudonyms.ts";
import { CHANCE_BYTES, GeoShift, type LeftPosition } from "../../timeline/convert/shift_geo.ts";
import { momentsOf, timelineOptions } from "../../timeline/timeline.ts";
import { readDuration } from "../duration.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { type Host, OutputClosedError } from "../host.ts";
import { readTimeRange } from "../time_range.ts";
import { UsageError } from "../usage_error.ts";
import type { ConvertFlags } from "./flags.ts";
import { checkOut, openSink } from "./open_sink.ts";
import { readEdits, readPath, readWhere } from "./read_edits.ts";
import { Source } from "./source.ts";
import { tellConversion } from "./tell.ts";

const HASH_KEY_BYTES = 16;

export async function convert(typed: string, flags: ConvertFlags, host: Host): Promise<ExitCode> {
  const { out } = flags;
  if (out === undefined) throw new UsageError('Cannot run "convert": it needs --out FILE');
  checkOut(out);
  const edits = readEdits(flags);
  const extra = readExtra(flags);
  const time = readTime(flags);
  const source = new Source(typed, host);
  if (out !== "-" && source.isFile(host.resolvePath(out))) {
    throw new UsageError(`Cannot write "${out}": it is the tape itself`, "Choose another --out");
  }
  const first = await firstReading(source, flags);
  const unreadable: TapeProblem[] = [];
  const problems: ConvertProblem[] = [];
  await using tape = await source.open((problem) => unreadable.push(problem));
  const redactor = extra.length === 0 ? undefined : new Redactor({
    enabled: true,
    hashKey: systemRandom.bytes(HASH_KEY_BYTES),
    extra: [...keysOf(tape.header), ...extra],
  });
  const { cut, replacers } = first;
  const lines = convertLines(tape, {
    replacers,
    ...(cut === undefined ? {} : { cut }),
    edits: edits.map(({ edit }) => edit),
    ...(redactor === undefined ? {} : { redactor }),
    ...(flags.watch.length === 0 ? {} : { watch: flags.watch }),
    ...(time === undefined ? {} : { time }),
    onProblem: (problem) => problems.push(problem),
  });
  const writer = new TapeWriter(
    openSink(out, flags.force, host),
    newHeader(tape.header, flags, replacers, redactor),
  );
  for await (const { entry } of lines) {
    if (!writer.write(entry).ok) break;
  }
  const closed = writer.close();
  const failure = writer.failure ?? closed;
  if (failure?.cause instanceof OutputClosedError) return EXIT.fine;
  if (failure !== undefined) throw failure;
  const ending = tape.ending();
  const idle = first.idle();
  const left = first.left();
  tellConversion({ host, out, writer, edits, idle, problems, left, unreadable, ending, flags });
  if (unreadable.length > 0) return EXIT.inputOutput;
  return problems.length + left.length === 0 ? EXIT.fine : EXIT.differs;
}

interface FirstReading {
  readonly cut?: CutPlan;
  readonly replacers: readonly Replacer[];
  /** Flags that found nothing to do, once all lines have gone through. */
  idle(): readonly string[];
  /** Positions that were not moved, once all lines have gone through. */
  left(): readonly LeftPosition[];
}

/** What must be known of the whole tape before its first line can be written. */
async function firstReading(source: Source, flags: ConvertFlags): Promise<FirstReading> {
  const shifts = flags.shiftGeo ? [new GeoShift(systemRandom.bytes(CHANCE_BYTES))] : [];
  const paths = flags.pseudonymise.map((text) => readPath(text, "--pseudonymise"));
  const range = flags.between === undefined ? undefined : readTimeRange(flags.between, "--between");
  const where = flags.where === undefined ? undefined : readWhere(flags.where, "--where");
  const isCut = range !== undefined || where !== undefined;
  if (isCut || paths.length > 0) await source.keep();
  // Bad lines are told when they are met again.
  const onProblem = (): void => {};
  const replacers: Replacer[] = [...shifts];
  const idlePaths: string[] = [];
  const idle = (): readonly string[] => [
    ...(shifts.some(({ moved }) => moved === 0) ? ["--shift-geo"] : []),
    ...idlePaths,
  ];
  const left = (): readonly LeftPosition[] => shifts.flatMap((shift) => shift.left);
  if (paths.length > 0) {
    await using tape = await source.open(onProblem);
    const collector = new IdCollector(paths);
    collector.text(tape.header.target ?? "");
    for await (const moment of momentsOf(tape)) collector.moment(moment);
    if (collector.ids.size === 0) idlePaths.push(`--pseudonymise ${flags.pseudonymise.join(" ")}`);
    const key = systemRandom.bytes(HASH_KEY_BYTES);
    replacers.push(new Pseudonyms(collector.ids, paths, key));
  }
  if (!isCut) return { replacers, idle, left };
  await using tape = await source.open(onProblem);
  const between = range === undefined ? {} : { between: { from: range.since, to: range.until } };
  const cut = await planCut(tape.lines, {
    ...between,
    ...(where === undefined ? {} : { where }),
    decoding: timelineOptions(tape),
  });
  const asked = [
    ...(flags.between === undefined ? [] : [`--between ${flags.between}`]),
    ...(flags.where === undefined ? [] : [`--where ${flags.where}`]),
  ].join(" ");
  return { cut, replacers, idle: () => [...(cut.isEmpty ? [asked] : []), ...idle()], left };
}

function newHeader(
  header: TapeHeader,
  flags: ConvertFlags,
  replacers: readonly Replacer[],
  redactor: Redactor | undefined,
): TapeHeader {
  const made = convertHeader(header, {
    id: randomId(systemRandom),
    tool: `wiretape ${VERSION}`,
    ...(flags.watch.length === 0 ? {} : { watch: flags.watch }),
    redact: flags.redact,
  });
  const target = replacers.reduce(
    (text, replacer) => text === undefined ? undefined : replacer.text(text),
    made.target,
  );
  const moved = target === undefined ? made : withTarget(made, target);
  return redactor === undefined ? moved : redactor.redactHeader(moved);
}

/** What is hidden in the address stands elsewhere when something before it becomes longer. */
function withTarget(header: TapeHeader, target: string): TapeHeader {
  const ranges = header.redacted?.target;
  if (ranges === undefined || header.target === undefined) return { ...header, target };
  const moved = moveRanges(ranges, header.target, target);
  return { ...header, target, redacted: { ...header.redacted, target: moved } };
}

function readExtra({ redact }: ConvertFlags): readonly (string | RegExp)[] {
  return redact.map((text) => {
    try {
      return parseExtra(text);
    } catch (error) {
      throw new UsageError(messageOf(error));
    }
  });
}

/** What was hidden when it was recorded; an expression that is hidden itself does not count. */
function keysOf({ redaction }: TapeHeader): readonly (string | RegExp)[] {
  return (redaction?.keys ?? []).flatMap((key) => {
    try {
      return [parseExtra(key)];
    } catch {
      return [];
    }
  });
}

function readTime(
  flags: ConvertFlags,
): { readonly speed?: number; readonly limitIdle?: number } | undefined {
  const { speed, limitIdle } = flags;
  if (speed === undefined && limitIdle === undefined) return undefined;
  return {
    ...(speed === undefined ? {} : { speed }),
    ...(limitIdle === undefined ? {} : { limitIdle: readDuration(limitIdle, "--limit-idle") }),
  };
}
