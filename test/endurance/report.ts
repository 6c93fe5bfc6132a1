/** What an endurance test found out. */
export interface Report {
  /** What goes on, for whoever waits. */
  says(text: string): void;
  figure(name: string, value: string): void;
  line(text: string): void;
  holds(isSo: boolean, claim: string): void;
  readonly failures: readonly string[];
}

export function terminalReport(): Report {
  const failures: string[] = [];
  const startedAt = performance.now();
  return {
    failures,
    says(text) {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
      process.stderr.write(`${seconds.padStart(5)} s  ${text}\n`);
    },
    figure: (name, value) => process.stdout.write(`${name.padEnd(48)} ${value}\n`),
    line: (text) => process.stdout.write(`${text}\n`),
    holds(isSo, claim) {
      process.stdout.write(`${isSo ? 'holds ' : 'FAILS '} ${claim}\n`);
      if (!isSo) failures.push(claim);
    },
  };
}
