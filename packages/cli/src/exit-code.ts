/** What the program says to the shell; docs/cli.md lists them. Where several hold, `nothingScored` wins over `gateFailed` over `partlyRead`. */
export const exitCodes = {
  scored: 0,
  gateFailed: 1,
  /** Wrong usage, no readable input, nothing that counts in it, or an output that could not be written. */
  nothingScored: 2,
  partlyRead: 3,
  /** 128 + SIGINT, as shells count. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
