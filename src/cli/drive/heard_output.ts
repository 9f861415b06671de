// A host whose stdout is heard instead of shown: what a recording prints for programs becomes a part
// of what `drive` prints for them.

import { DEFAULT_COLUMNS, type Host, type Output } from "../host.ts";

export class HeardOutput implements Output {
  readonly isTerminal = false;
  readonly columns = DEFAULT_COLUMNS;
  readonly colour = false;
  #text = "";

  get text(): string {
    return this.#text;
  }

  write(text: string): void {
    this.#text += text;
  }

  send(text: string): Promise<void> {
    this.write(text);
    return Promise.resolve();
  }
}

export function hostHeardBy(output: HeardOutput, host: Host): Host {
  return { ...host, stdout: output };
}
