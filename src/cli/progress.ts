const barWidth = 30;

/** Reports how far long work has come. Units: both numbers in whatever the work counts. */
export type Progress = (done: number, total: number) => void;

/** A progress bar: one line that is redrawn on a terminal, else a line for each tenth. */
export function createProgress(
  title: string,
  output: NodeJS.WriteStream = process.stdout,
): Progress {
  let lastTenth = -1;
  let isOver = false;
  return (done, total) => {
    const share = total === 0 ? 1 : Math.min(done / total, 1);
    if (output.isTTY) {
      if (isOver) return;
      isOver = share === 1;
      const filled = Math.round(share * barWidth);
      const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
      output.write(`\r${title} ${bar} ${Math.floor(share * 100)} %${isOver ? "\n" : ""}`);
      return;
    }
    const tenth = Math.floor(share * 10);
    if (tenth > lastTenth) output.write(`${title}: ${tenth * 10} %\n`);
    lastTenth = Math.max(tenth, lastTenth);
  };
}
