// A tape being played to whoever comes: gives every client its session, and says in the end how it
// went. This is what a server, with its sockets and its clock, talks to.

import { Casting, type ClientDescription, type ServeMode, type Unsuitable } from "./casting.ts";
import { IdBook } from "./id_book.ts";
import { type Book, LiveClient } from "./live_client.ts";
import { describeMeaning, type Meaning } from "./meaning.ts";
import { Pasts, pidIn } from "./pasts.ts";
import { Pages } from "./pages.ts";
import type { PlayerOptions } from "./player_contract.ts";
import type { RefusedClient, ReplayReport } from "./report.ts";
import { buildReport } from "./report.ts";
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

/** How many finished performances, and how many refused clients, are kept for the report. */
export const MAX_PERFORMANCES = 100_000;

export class Replay {
  readonly script: ReplayScript;
  readonly #options: ReplayOptions;
  readonly #casting: Casting;
  /** Who is here, each with the session that it was most likely to be. */
  readonly #clients = new Map<LiveClient, ReplaySession>();
  readonly #done: Performance[] = [];
  readonly #refused: RefusedClient[] = [];
  readonly #wording: Wording;
  readonly #pasts = new Pasts();
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
    this.#casting = new Casting(script, { serve, loop, pasts: this.#pasts, shared });
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
    });
    this.#clients.set(client, like);
    return { kind: "take", client, like };
  }

  /** The client is gone for good: its performance is kept. */
  closed(client: LiveClient): void {
    const like = this.#clients.get(client);
    if (like === undefined) return;
    this.#clients.delete(client);
    if (client.isNobody && this.#silent.length < MAX_PERFORMANCES) {
      this.#silent.push(...firstAsked(like));
    }
    const performance = client.performance();
    this.#remember(client);
    if (performance !== undefined && this.#done.length < MAX_PERFORMANCES) {
      this.#done.push(performance);
    }
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
    const playing = this.clients().map((client) => client.performance());
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

  /** By hand clients do not know of each other, but whoever comes back has a past: it alone. */
  #take(
    { follows, number }: ReplaySession,
    said: readonly Meaning[],
    { who = "" }: ClientDescription,
  ): Book {
    if (this.#options.serve === "sessions") return { ids: this.#share(number) };
    const pid = pidIn(said);
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
  #putBack({ ids, past }: Book, { number }: ReplaySession): void {
    if (past !== undefined) this.#pasts.remember(past);
    if (ids === this.#shared) this.#sharing.delete(number);
  }

  #remember({ session, ids, who }: Pick<LiveClient, "session" | "ids" | "who">): void {
    if (session === undefined || this.#options.serve === "sessions") return;
    const isAsked = this.script.sessions.some(({ follows }) => follows === session.number);
    if (isAsked) this.#pasts.remember({ session: session.number, ids, who });
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

/** What a client was to begin with. */
function firstAsked({ steps }: ReplaySession): readonly NamedStep[] {
  const step = steps.find(({ from, isOptional }) => from === "client" && !isOptional);
  return step === undefined ? [] : [{ line: step.line, what: describeMeaning(step.meaning) }];
}
