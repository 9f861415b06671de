// Fresh ids for a client whose session may turn out to be another one.

import type { IdMint } from "./id_book.ts";

/** Gives the same ids in the same order again: the client knows them already. */
export class RepeatableMint implements IdMint {
  readonly #mint: IdMint;
  readonly #namespaceIds: string[] = [];
  readonly #recoveryIds: string[] = [];
  #places = { namespace: 0, recovery: 0 };

  constructor(mint: IdMint) {
    this.#mint = mint;
  }

  rewind(): void {
    this.#places = { namespace: 0, recovery: 0 };
  }

  namespaceId(): string {
    const place = this.#places.namespace++;
    return this.#namespaceIds[place] ??= this.#mint.namespaceId();
  }

  recoveryId(): string {
    const place = this.#places.recovery++;
    return this.#recoveryIds[place] ??= this.#mint.recoveryId();
  }
}
