// Sums by name, such as the number of sockets of each address.

/** Sums by name. A sum of 0 takes no memory. */
export class Counts {
  readonly #counts = new Map<string, number>();

  /** Adds to a sum. Returns false and adds nothing where the sum would exceed `max`. */
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
