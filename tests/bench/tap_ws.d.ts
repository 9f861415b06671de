// What ws sends frames with, as far as the bench of the tap needs it; its published types leave it
// out.

import type { Socket } from "node:net";

export interface SendOptions {
  readonly binary: boolean;
  readonly compress: boolean;
  readonly fin: boolean;
  readonly mask: boolean;
}

export class Sender {
  constructor(socket: Socket);
  send(data: string, options: SendOptions, sent?: () => void): void;
}
