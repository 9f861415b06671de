// Who sent something. Never "in" and "out": those flip with the viewpoint.

/** Who sent something. */
export type Side = "client" | "server";

/** Who ended a connection: a side, or the tap between them. */
export type Ender = Side | "tap";

export function otherSide(side: Side): Side {
  return side === "client" ? "server" : "client";
}
