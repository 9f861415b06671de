// What is said of a demo that runs: where it listens, what it checks, and the commands that can be
// pasted as they stand.

import type { ChatPage } from "../../demo/chat_page.ts";
import { type DemoClient, type DemoServer, LOOPBACK } from "../../demo/demo_server.ts";
import type { DemoName } from "../../demo/names.ts";

/** Where `proxy` and `replay` listen when nobody says. */
const TAP_ORIGIN = "http://127.0.0.1:7007";

/** The event that `record` watches anyway. */
const WATCHED_ANYWAY = "location:track";

export interface DescribedDemo {
  readonly name: DemoName;
  readonly server: DemoServer;
  readonly page: ChatPage | undefined;
}

/** For people. */
export function describeDemo({ name, server, page }: DescribedDemo): string {
  const lines = [
    `The ${name} demo listens on ${server.url}`,
    ...server.tell.map((line) => `  ${line}`),
    "",
    "Record it:",
    `  ${recordCommand(server.client)}`,
  ];
  if (page !== undefined) lines.push("", ...describePage(page, server));
  lines.push("", "Ctrl-C ends it", "");
  return lines.join("\n");
}

/** For scripts: one line. */
export function demoAsJson({ name, server, page }: DescribedDemo): string {
  const { url, client } = server;
  const known = page === undefined ? {} : { page: page.urlFor(new URL(url).origin) };
  return `${JSON.stringify({ name, url, client, ...known })}\n`;
}

function describePage(page: ChatPage, server: DemoServer): readonly string[] {
  const { origin } = new URL(server.url);
  return [
    `Its page (at ${LOOPBACK}, as the server wants it), and the same page through a tap:`,
    `  ${page.urlFor(origin)}`,
    `  deno task proxy ${origin}`,
    `  ${page.urlFor(TAP_ORIGIN)}`,
  ];
}

/** The command that records this client's session. */
export function recordCommand(client: DemoClient): string {
  const words = ["deno", "task", "record", client.url];
  for (const { event, args } of client.emit ?? []) {
    const list = args.map((arg) => JSON.stringify(arg)).join(", ");
    words.push("--emit", `${event} ${list}`.trimEnd());
  }
  for (const text of client.send ?? []) words.push("--send", text);
  if (client.everyMilliseconds !== undefined) {
    words.push("--every", `${client.everyMilliseconds}ms`);
  }
  for (const event of client.watch ?? []) {
    if (event !== WATCHED_ANYWAY) words.push("--watch", event);
  }
  return words.map(quoteForShell).join(" ");
}

/** As a POSIX shell reads it: nothing but the closing quote means anything inside single quotes. */
function quoteForShell(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
