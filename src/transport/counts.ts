// Sums by name, such as the sockets of each address.

/** Sums by name; those of nothing are not kept. */
export class Counts {
  readonly #counts = new Map<string, number>();

  /** Adds to a sum; false, and nothing is added, where it would pass the most. */
  add(name: string, amount: number, max: number): boolean {
    const sum = (this.#counts.get(name) ?? 0) + amount;
    if (sum > max) return false;
    this.#counts.set(name, sum);
    return true;
  }

  remove(name: string, amount: number): void {
    const sum = (this.#counts.get(name) ?? 0) - amount;
    if (sum > 0) this.#counts.set(name, sum);
    else this.#counts.delete(name);
  }
}
