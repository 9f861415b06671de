// A tape being played to whoever comes: gives every client its session, and says in the end how it
// went. This is what a server, with its sockets and its clock, talks to.

import { Casting, type ClientDescription, type ServeMode, type Unsuitable } from "./casting.ts";
import { IdBook } from "./id_book.ts";
import { LiveClient } from "./live_client.ts";
import type { PlayerOptions } from "./player_contract.ts";
import type { RefusedClient, ReplayReport } from "./report.ts";
import { buildReport } from "./report.ts";
import type { RecordedPage, Refusal, ReplayScript, ReplaySession } from "./script.ts";
import type { Performance } from "./tally.ts";

export interface ReplayOptions extends Omit<PlayerOptions, "ids"> {
  readonly serve: ServeMode;
  /** A client that leaves before the end is no failure. */
  readonly allowPartial?: boolean;
}

/** What becomes of a client that asks for a session. */
export type Opening =
  | {
    readonly kind: "take";
    readonly client: LiveClient;
    /** Whose handshake to give: the session that it will most likely be. */
    readonly like: ReplaySession;
  }
  /** As on the tape. */
  | { readonly kind: "refuse-as-recorded"; readonly refusal: Refusal }
  /** The tape has nothing (more) for it: the reason, for people. */
  | { readonly kind: "refuse"; readonly why: Unsuitable; readonly reason: string };

/** How many clients that may come back are remembered, for each session. */
export const MAX_PASTS = 1000;

/** The ids that a client shares, and whose they were before. */
interface Book {
  readonly ids: IdBook;
  readonly taken?: { readonly past: IdBook; readonly from: number };
}

/** How many finished performances, and how many refused clients, are kept for the report. */
export const MAX_PERFORMANCES = 100_000;

export class Replay {
  readonly script: ReplayScript;
  readonly #options: ReplayOptions;
  readonly #casting: Casting;
  readonly #clients = new Set<LiveClient>();
  readonly #done: Performance[] = [];
  readonly #refused: RefusedClient[] = [];
  /** By session: the ids of those who played in it and left, for the session that follows. */
  readonly #pasts = new Map<number, IdBook[]>();
  readonly #books = new Map<LiveClient, Book>();
  readonly #shared = new IdBook();

  constructor(script: ReplayScript, options: ReplayOptions) {
    this.script = script;
    this.#options = options;
    this.#casting = new Casting(script, options.serve);
  }

  /** A client asks for a session, or for a plain WebSocket. */
  open(description: ClientDescription): Opening {
    const candidates = this.#casting.candidates(description);
    if (typeof candidates === "string") return this.#refuse(description, candidates);
    const { rules, serve } = this.#options;
    const like = this.#casting.choose(candidates, description, [], rules);
    if (like === undefined) return this.#refuse(description, "used-up");
    if (like.refusal !== undefined) {
      this.#casting.take(like);
      this.#casting.left(like);
      return { kind: "refuse-as-recorded", refusal: like.refusal };
    }
    const book = serve === "sessions" ? { ids: this.#shared } : this.#bookFor(like);
    const client = new LiveClient(description, candidates, this.#casting, {
      ...this.#options,
      others: book.ids,
      shares: true,
    });
    this.#books.set(client, book);
    this.#clients.add(client);
    return { kind: "take", client, like };
  }

  /** The client is gone for good: its performance is kept. */
  closed(client: LiveClient): void {
    if (!this.#clients.delete(client)) return;
    const performance = client.performance();
    this.#remember(client);
    if (performance !== undefined && this.#done.length < MAX_PERFORMANCES) {
      this.#done.push(performance);
    }
  }

  /** The clients that are here. */
  clients(): readonly LiveClient[] {
    return [...this.#clients];
  }

  /** What was recorded for this request: the same target, or else the same path. */
  page(method: string, url: string): RecordedPage | undefined {
    const pages = this.script.pages.filter((page) => page.method === method);
    const [path] = url.split("?", 1);
    return pages.find((page) => page.url === url) ?? pages.find((page) => page.path === path);
  }

  report(): ReplayReport {
    const playing = [...this.#clients].map((client) => client.performance());
    const performances = [...this.#done, ...playing.filter((one) => one !== undefined)];
    const { serve, allowPartial = false } = this.#options;
    return buildReport(this.script, performances, this.#refused, { serve, allowPartial });
  }

  /** By hand clients do not know of each other, but whoever comes back has a past: it alone. */
  #bookFor({ follows = 0 }: ReplaySession): Book {
    const past = this.#pasts.get(follows)?.shift();
    if (past === undefined) return { ids: new IdBook() };
    return { ids: new IdBook(past), taken: { past, from: follows } };
  }

  #remember(client: LiveClient): void {
    const book = this.#books.get(client);
    this.#books.delete(client);
    if (book === undefined || this.#options.serve === "sessions") return;
    const { session } = client;
    // Who said nothing was nobody: its past is still to be had.
    const [number, ids] = session === undefined
      ? [book.taken?.from, book.taken?.past]
      : [session.number, book.ids];
    const isAsked = this.script.sessions.some(({ follows }) => follows === number);
    if (number === undefined || ids === undefined || !isAsked) return;
    const pasts = this.#pasts.get(number) ?? [];
    this.#pasts.set(number, [...pasts, ids].slice(-MAX_PASTS));
  }

  #refuse(description: ClientDescription, why: Unsuitable): Opening {
    const reason = this.#reasonOf(description, why);
    if (this.#refused.length < MAX_PERFORMANCES) this.#refused.push({ why, reason });
    return { kind: "refuse", why, reason };
  }

  #reasonOf({ engineVersion, path, carrier }: ClientDescription, why: Unsuitable): string {
    switch (why) {
      case "version": {
        const recorded = this.script.sessions.find((session) => session.carrier === carrier);
        return `This tape speaks Engine.IO ${recorded?.engineVersion}, ` +
          `the client speaks Engine.IO ${engineVersion}`;
      }
      case "path":
        return `The tape has no session at ${JSON.stringify(path)}`;
      case "used-up":
        return "All sessions of the tape have been played";
    }
  }
}
