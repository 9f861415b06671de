// A tape being played to whoever comes: gives every client its session, and says in the end how it
// went. This is what a server, with its sockets and its clock, talks to.

import { Casting, type ClientDescription, type ServeMode, type Unsuitable } from "./casting.ts";
import type { FaultMemory } from "./fault_memory.ts";
import { IdBook } from "./id_book.ts";
import { type Book, LiveClient } from "./live_client.ts";
import { LostClients } from "./lost_clients.ts";
import { describeMeaning, type Meaning } from "./meaning.ts";
import { Pasts, pidIn } from "./pasts.ts";
import { Pages } from "./pages.ts";
import type { PlayerOptions } from "./player_contract.ts";
import type { RefusedClient, ReplayReport } from "./report.ts";
import { buildReport } from "./report.ts";
import type { LostFrom } from "./resumption.ts";
import type { RecordedPage, Refusal, ReplayScript, ReplaySession } from "./script.ts";
import type { NamedStep, Performance } from "./tally.ts";
import { Wording } from "./wording.ts";

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

/** A fault has cut a client off: what was lost of what was played, and what it has met. */
export interface Loss {
  readonly from?: LostFrom;
  readonly memory: FaultMemory;
}

/** How many finished performances, and how many refused clients, are kept for the report. */
export const MAX_PERFORMANCES = 100_000;

export class Replay {
  readonly script: ReplayScript;
  readonly #options: ReplayOptions;
  readonly #casting: Casting;
  /** Who is here, each with the session that it was most likely to be. */
  readonly #clients = new Map<LiveClient, ReplaySession>();
  readonly #numbers = new WeakMap<LiveClient, number>();
  #count = 0;
  #done: Performance[] = [];
  readonly #refused: RefusedClient[] = [];
  readonly #wording: Wording;
  readonly #pasts = new Pasts();
  /** Whom a fault has cut off, and who has not come back yet. */
  readonly #lost = new LostClients();
  readonly #pages: Pages;
  /** Where each session is given once: the ids of all, and whose they are. */
  #shared = new IdBook();
  #sharing = new Set<number>();
  /** What was expected of those who left without a word. */
  readonly #silent: NamedStep[] = [];

  constructor(script: ReplayScript, options: ReplayOptions) {
    this.script = script;
    this.#options = options;
    this.#wording = new Wording(script.sessions);
    this.#pages = new Pages(script.pages);
    const { serve, loop = false } = options;
    const shared = (): IdBook => this.#shared;
    this.#casting = new Casting(script, {
      serve,
      loop,
      pasts: this.#pasts,
      shared,
      lost: this.#lost,
    });
  }

  /** A client asks for a session, or for a plain WebSocket. */
  open(description: ClientDescription): Opening {
    const candidates = this.#casting.candidates(description);
    if (typeof candidates === "string") return this.#refuse(description, candidates);
    const { rules } = this.#options;
    const like = this.#casting.choose(candidates, description, [], rules);
    if (like === undefined) return this.#refuse(description, "used-up");
    if (like.refusal !== undefined) {
      this.#casting.take(like);
      this.#casting.left(like);
      this.#remember({ session: like, ids: new IdBook(), who: description.who ?? "" });
      return { kind: "refuse-as-recorded", refusal: like.refusal };
    }
    const client = new LiveClient(description, candidates, this.#casting, {
      ...this.#options,
      wording: this.#wording,
      take: (session, said) => this.#take(session, said, description),
      putBack: (book, session) => this.#putBack(book, session),
      turnAway: () => this.#note(description, "used-up"),
    });
    this.#clients.set(client, like);
    this.#numbers.set(client, ++this.#count);
    return { kind: "take", client, like };
  }

  /** The client is gone, for good unless a fault has cut it off: its performance is kept. */
  closed(client: LiveClient, loss?: Loss): void {
    const like = this.#clients.get(client);
    if (like === undefined) return;
    this.#clients.delete(client);
    if (client.isNobody && this.#silent.length < MAX_PERFORMANCES) {
      this.#silent.push(...firstAsked(like));
    }
    const performance = this.#performanceOf(client);
    const { session, who, ids } = client;
    const resumption = client.resumption(loss?.from);
    if (loss !== undefined && session !== undefined && resumption !== undefined) {
      const { memory } = loss;
      this.#lost.remember({ session, who, ids, resumption, memory, performance });
    } else this.#remember(client);
    if (performance !== undefined && this.#done.length < MAX_PERFORMANCES) {
      this.#done.push(performance);
    }
  }

  /** What somebody like this has met of faults, before it was cut off. */
  memoryOf({ who = "" }: ClientDescription): FaultMemory | undefined {
    return this.#lost.memoryOf(who);
  }

  /** The clients that are here. */
  clients(): readonly LiveClient[] {
    return [...this.#clients.keys()];
  }

  /** What was recorded for this request; asked again, what was recorded next. */
  page(method: string, url: string): RecordedPage | undefined {
    return this.#pages.next(method, url);
  }

  report(): ReplayReport {
    const playing = this.clients().map((client) => this.#performanceOf(client));
    const performances = [...this.#done, ...playing.filter((one) => one !== undefined)];
    const { serve, allowPartial = false } = this.#options;
    const staying = this.#clients.entries().flatMap(([client, like]) =>
      client.isNobody ? firstAsked(like) : []
    ).toArray();
    // Who left may have been thrown away by its own page: it counts where nobody played at all.
    const silent = performances.length === 0 ? [...this.#silent, ...staying] : staying;
    const strangers = { refused: this.#refused, silent };
    return buildReport(this.script, performances, strangers, { serve, allowPartial });
  }

  #performanceOf(client: LiveClient): Performance | undefined {
    const played = client.performance();
    const number = this.#numbers.get(client);
    if (played === undefined || number === undefined) return played;
    return { ...played, times: { ...played.times, client: number } };
  }

  /** By hand clients do not know of each other, but whoever comes back has a past: it alone. */
  #take(
    { follows, number }: ReplaySession,
    said: readonly Meaning[],
    { who = "" }: ClientDescription,
  ): Book {
    const isOnce = this.#options.serve === "sessions";
    const pid = pidIn(said);
    const lost = this.#lost.of(number, who, pid);
    if (lost !== undefined) {
      this.#lost.take(lost);
      // What it goes on with is one performance.
      this.#done = this.#done.filter((one) => one !== lost.performance);
      const ids = pid === undefined ? new IdBook() : new IdBook(lost.ids);
      return { ids: isOnce ? this.#shared : ids, lost };
    }
    if (isOnce) return { ids: this.#share(number) };
    const past = pid !== undefined
      ? this.#pasts.ofPid(pid)
      : follows === undefined
      ? undefined
      : this.#pasts.of(follows, who);
    // Who does not go on where it was has ids that mean nothing here.
    if (past === undefined || past.session !== follows) return { ids: new IdBook() };
    this.#pasts.take(past);
    return { ids: new IdBook(past.ids), past };
  }

  /** A session that is given again begins another round, with other ids for all. */
  #share(session: number): IdBook {
    if (this.#sharing.has(session)) {
      this.#shared = new IdBook();
      this.#sharing.clear();
    }
    this.#sharing.add(session);
    return this.#shared;
  }

  /** It was not needed: somebody else may have it. */
  #putBack({ ids, past, lost }: Book, session: ReplaySession): void {
    const { number } = session;
    if (lost !== undefined) {
      this.#lost.remember(lost);
      this.#casting.take(session);
      if (lost.performance !== undefined) this.#done.push(lost.performance);
      return;
    }
    if (past !== undefined) this.#pasts.remember(past);
    if (ids === this.#shared) this.#sharing.delete(number);
  }

  #remember({ session, ids, who }: Pick<LiveClient, "session" | "ids" | "who">): void {
    if (session === undefined || this.#options.serve === "sessions") return;
    const isAsked = this.script.sessions.some(({ follows }) => follows === session.number);
    if (isAsked) this.#pasts.remember({ session: session.number, ids, who });
  }

  #refuse(description: ClientDescription, why: Unsuitable): Opening {
    return { kind: "refuse", why, reason: this.#note(description, why) };
  }

  /** Somebody was refused: the reason. */
  #note(description: ClientDescription, why: Unsuitable): string {
    const reason = this.#reasonOf(description, why);
    if (this.#refused.length < MAX_PERFORMANCES) this.#refused.push({ why, reason });
    return reason;
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

/** What a client was to begin with. */
function firstAsked({ steps }: ReplaySession): readonly NamedStep[] {
  const step = steps.find(({ from, isOptional }) => from === "client" && !isOptional);
  return step === undefined ? [] : [{ line: step.line, what: describeMeaning(step.meaning) }];
}
