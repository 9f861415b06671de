// The pages of chosen entries of the tapes that ship, word for word. WIRETAPE_UPDATE=1 writes them
// anew: read what changed before you keep it.

import { assertEquals } from "@std/assert";
import { join } from "node:path";
import type { TapeLine } from "../../../../src/tape/entry.ts";
import { showLines } from "../../../../src/view/terminal/show.ts";
import { root } from "../../../house/tree.ts";
import { readFixture, showInput, tapeOf, type WholeTape } from "./show_input.ts";
import { VERSION_2 } from "./version_2_tape.ts";

const golden = join(root, "fixtures", "golden", "show");
const COLUMNS = 80;

/** Not a tape that ships. */
const MADE = "of version 2";

interface Page {
  readonly name: string;
  readonly tape: string;
  /** The first line that this is true of. */
  readonly chosen: (line: TapeLine, tape: WholeTape) => boolean;
}

/** Lines are chosen by what they are, so that a tape can be recorded anew. */
const PAGES: readonly Page[] = [
  { name: "handshake_request", tape: "tracking", chosen: isKind("request") },
  { name: "handshake_response", tape: "tracking", chosen: isKind("response") },
  { name: "upgrade_request", tape: "tracking_websocket", chosen: isUpgrade("request") },
  { name: "upgrade_response", tape: "tracking_websocket", chosen: isUpgrade("response") },
  { name: "polling_body", tape: "layers", chosen: holds('"text":"40{', "\\u001e") },
  {
    name: "polling_body_version_2",
    tape: MADE,
    chosen: holds('"text":"72:42/sfa'),
  },
  { name: "post_version_2", tape: MADE, chosen: holds('"text":"64:42/sfa') },
  { name: "post", tape: "tracking_polling", chosen: holds('"kind":"request"', "room:subscribe") },
  { name: "poll", tape: "tracking_polling", chosen: holds('"kind":"response"', "location:track") },
  { name: "text_in_a_post", tape: "layers", chosen: holds('"kind":"request"', "over both") },
  {
    name: "close_frame_of_server",
    tape: "tracking_reconnect",
    chosen: holds('"op":"close"', '"from":"server"'),
  },
  { name: "probe", tape: "tracking_upgrade", chosen: holds('"2probe"') },
  { name: "upgrade_packet", tape: "tracking_upgrade", chosen: holds('"text":"5"') },
  { name: "event", tape: "tracking_websocket", chosen: holds('"text":"42/sfa,[\\"location:track') },
  {
    name: "event_that_asks",
    tape: "tracking_binary_acks",
    chosen: holds('42/sfa,0[\\"visit:plan'),
  },
  {
    name: "acknowledgement",
    tape: "tracking_binary_acks",
    chosen: holds('"text":"43/sfa,0', "accepted"),
  },
  { name: "binary_event", tape: "tracking_binary_acks", chosen: holds('"text":"451-/sfa,1') },
  {
    name: "attachment",
    tape: "tracking_binary_acks",
    chosen: holds('"kind":"message"', '"base64"'),
  },
  { name: "refusal", tape: "tracking_refused", chosen: holds('"44/sfa,') },
  { name: "hidden_token", tape: "driver", chosen: holds('"kind":"message"', '"redacted"') },
  { name: "plain_message", tape: "driver", chosen: holds('"kind":"message"', "location_lat") },
  { name: "close_frame", tape: "driver", chosen: holds('"op":"close"', "1000") },
  { name: "close_frame_without_code", tape: "chat", chosen: holds('"op":"close"') },
  { name: "half_close", tape: "tracking", chosen: holds('"op":"end"') },
  { name: "open", tape: "chat", chosen: isKind("open") },
  { name: "close", tape: "chat", chosen: isKind("close") },
  { name: "derived_event", tape: "tracking_binary_acks", chosen: isKind("event") },
  { name: "log", tape: "chat", chosen: isKind("log") },
  { name: "note", tape: "driver", chosen: isKind("note") },
  { name: "end", tape: "chat", chosen: isKind("end") },
];

function isKind(kind: string): Page["chosen"] {
  return ({ entry }) => entry.kind === kind;
}

function holds(...pieces: readonly string[]): Page["chosen"] {
  return ({ entry }) => {
    const text = JSON.stringify(entry);
    return pieces.every((piece) => text.includes(piece)) && entry.kind !== "log";
  };
}

function isUpgrade(kind: string): Page["chosen"] {
  return ({ entry }) => entry.kind === kind && /"upgrade"/i.test(JSON.stringify(entry));
}

for (const { name, tape, chosen } of PAGES) {
  Deno.test(`showLines() prints the page ${name} of the tape ${tape} as it was reviewed`, async () => {
    const whole = tape === MADE ? await tapeOf(VERSION_2) : await readFixture(tape);
    const line = whole.lines.find((candidate) => chosen(candidate, whole));
    if (line === undefined) throw new RangeError(`The tape ${tape} has no such line`);
    const page = `${showLines(showInput(whole, line.number), COLUMNS).join("\n")}\n`;
    const path = join(golden, `${name}.txt`);
    if (Deno.env.get("WIRETAPE_UPDATE") === "1") await Deno.writeTextFile(path, page);
    assertEquals(page, await Deno.readTextFile(path));
  });
}
