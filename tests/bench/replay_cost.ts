// What a server of the bench has cost its process, since it was told to begin to count.

import process from "node:process";
import type { Answer, Commands } from "./tap_commands.ts";

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export function measuresCost(): Commands {
  let spent = 0;
  return {
    begin(): Promise<Answer> {
      spent = cpuSeconds();
      return Promise.resolve({});
    },
    cost(): Promise<Answer> {
      const { rss } = process.memoryUsage();
      return Promise.resolve({ seconds: cpuSeconds() - spent, rss });
    },
  };
}
