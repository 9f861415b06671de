// Ids that are other ones in every run: sids of Engine.IO and of namespaces, pids of recovery. They
// are learned where servers give them out, and stand as marks in whatever is said of them later.

/** How many ids of a tape are known; later ones are taken for data. */
export const MAX_IDS = 100_000;

/** Where an id stood: one of this session's own, and one of another's. No text is like these. */
export const OWN_ID = "\u{f0001}own id";
export const OTHER_ID = "\u{f0001}another id";

/** What an id may look like within a longer text. */
const ID_IN_TEXT = /[\w-]{16,40}/g;

/** Longer texts are not searched. */
const MAX_TEXT = 2000;

export class VolatileIds {
  /** Which session each belongs to. */
  readonly #sessions = new Map<string, object>();
  #shortest = Infinity;

  learn(id: unknown, session: object): void {
    if (typeof id !== "string" || id.length < 4 || this.#sessions.size >= MAX_IDS) return;
    this.#sessions.set(id, session);
    this.#shortest = Math.min(this.#shortest, id.length);
  }

  /** A text with marks for ids; the text itself where there are none. */
  mark(text: string, session: object): string {
    if (text.length < this.#shortest) return text;
    const whole = this.#sessions.get(text);
    if (whole !== undefined) return markOf(whole, session);
    if (text.length > MAX_TEXT || text.length <= this.#shortest) return text;
    return text.replace(ID_IN_TEXT, (word) => {
      const owner = this.#sessions.get(word);
      return owner === undefined ? word : markOf(owner, session);
    });
  }
}

function markOf(owner: object, session: object): string {
  return owner === session ? OWN_ID : OTHER_ID;
}
