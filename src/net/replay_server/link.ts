// What a replay needs of a client's connection, whether it is an Engine.IO session or a plain
// WebSocket.

import type { Command } from "../../replay/player_contract.ts";
import type { EngineSession, Message, PlainSocket } from "../engine_server/engine_owner.ts";

export type CloseCommand = Extract<Command, { readonly kind: "close" }>;

export interface Link {
  /** How many bytes wait for the client. */
  readonly buffered: number;
  /** Of Engine.IO only. */
  readonly sid?: string;
  /** False: there is no room until it is said so. */
  send(messages: readonly Message[]): boolean;
  end(command: CloseCommand): void;
  /** Goodbye, once all that waits has left. */
  leave(): void;
}

/** RFC 6455, section 7.1.5: these stand for "none" and may not be sent. */
const UNSENDABLE_CODES: readonly number[] = [1004, 1005, 1006, 1015];

export function engineLink(session: EngineSession): Link {
  return {
    sid: session.sid,
    get buffered(): number {
      return session.buffered;
    },
    send: (messages) => session.send(messages),
    end({ how, code, reason = "" }): void {
      if (how === "reset" || how === "closed") session.faults.cut();
      else if (how === "close-frame" && isSendable(code)) session.closeWith(code, reason);
      else session.close();
    },
    leave: () => session.close(),
  };
}

export function plainLink(socket: PlainSocket): Link {
  return {
    get buffered(): number {
      return socket.buffered;
    },
    send: (messages) => socket.send(messages),
    end({ how, code, reason }): void {
      if (how === "reset" || how === "closed") socket.cut();
      else if (isSendable(code)) socket.close(code, reason);
      else socket.close();
    },
    leave: () => socket.close(),
  };
}

function isSendable(code: number | undefined): code is number {
  return code !== undefined && !UNSENDABLE_CODES.includes(code);
}
