// The effect of each setting that makes the product faster: the product measured with it, and with it switched off.
import { optimisations } from './contenders.ts';
import type { Cell } from './measure.ts';
import type { OperationKey } from './operations.ts';
import { mediansOf } from './report.ts';

/** Measures the product with all settings, then with each off, in interleaved rounds, and prints the difference. */
export async function ablation(
  rounds: number,
  keys: OperationKey[],
  turn: (off: Record<string, string>) => Promise<Cell[]>,
): Promise<void> {
  const variants = [{ title: 'everything on', off: {} }, ...optimisations];
  const cells: Cell[][] = variants.map(() => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [i, { title, off }] of variants.entries()) {
      console.log(`Round ${round} of ${rounds}: ${i ? `without ${title}` : title}`);
      cells[i]!.push(...(await turn(off)));
    }
  }
  const on = mediansOf(cells[0]!);
  for (const [i, { title }] of optimisations.entries()) {
    const off = mediansOf(cells[i + 1]!);
    const worth = keys.map((key) => {
      const [with_, without] = [on('switchboard', key)!, off('switchboard', key)!];
      const [rate, cpu] = [with_.perSecond / without.perSecond, with_.serverCpu / without.serverCpu];
      return `${key} ${rate.toFixed(2)} × requests/s, ${cpu.toFixed(2)} × CPU`;
    });
    console.log(`${title}: ${worth.join('; ')}`);
  }
}
