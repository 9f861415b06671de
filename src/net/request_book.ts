// The requests of all connections under numbers of their own: the wire counts per connection, a tape
// over all of them. A connection's pages are torn out when it ends.

interface Page {
  readonly tapeId: number;
  /** The whole request stands on the tape. */
  isAsked: boolean;
  /** Its final response does: mostly that comes later, but a server may be quicker. */
  isAnswered: boolean;
  /** Its body is kept, and that of its response. */
  isKept: boolean;
}

/** What answers nothing has this number on the wire, each time anew. */
const UNASKED = 0;

export class RequestBook {
  readonly #pages = new Map<number, Map<number, Page>>();
  #last = 0;

  /** The number on the tape of a connection's request. */
  idOf(conn: number, id: number): number {
    return this.#page(conn, id).tapeId;
  }

  /** Whether a request is one whose body is kept, and that of its response. */
  keep(conn: number, id: number, isKept: boolean): void {
    this.#page(conn, id).isKept = isKept;
  }

  isKept(conn: number, id: number): boolean {
    return this.#pages.get(conn)?.get(id)?.isKept ?? false;
  }

  /** The whole request has come. */
  asked(conn: number, id: number): void {
    this.#settle(conn, id, "isAsked");
  }

  /** The last answer has come. */
  answered(conn: number, id: number): void {
    if (id === UNASKED) this.#pages.get(conn)?.delete(id);
    else this.#settle(conn, id, "isAnswered");
  }

  closed(conn: number): void {
    this.#pages.delete(conn);
  }

  /** What was asked and answered has no need of its number any more. */
  #settle(conn: number, id: number, what: "isAsked" | "isAnswered"): void {
    const page = this.#pages.get(conn)?.get(id);
    if (page === undefined) return;
    page[what] = true;
    if (page.isAsked && page.isAnswered) this.#pages.get(conn)?.delete(id);
  }

  #page(conn: number, id: number): Page {
    let pages = this.#pages.get(conn);
    if (pages === undefined) this.#pages.set(conn, pages = new Map());
    const known = pages.get(id);
    if (known !== undefined) return known;
    this.#last += 1;
    const page = { tapeId: this.#last, isAsked: false, isAnswered: false, isKept: false };
    pages.set(id, page);
    return page;
  }
}
