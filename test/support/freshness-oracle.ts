// Which versions of a thing an instance may return, when versions only grow: none older than the newest that it
// acknowledged itself, or that any instance acknowledged more than a second before the request; and none not yet
// written.

/** How long ago another instance may have acknowledged a version that is not yet returned, in milliseconds. */
const lag = 1_000;

/** One thing with versions from 0. */
class Thing {
  begun = 0;
  writing = false;
  readonly #here: number[] = [];
  readonly #acknowledged: { at: number; version: number }[] = [];
  #everywhere = 0;

  acknowledged(instance: number, version: number): void {
    this.#here[instance] = Math.max(this.#here[instance] ?? 0, version);
    this.#acknowledged.push({ at: performance.now(), version });
  }

  /** The oldest version that this instance may return to a request now. */
  oldest(instance: number): number {
    const before = performance.now() - lag;
    while (this.#acknowledged.length && this.#acknowledged[0]!.at < before) {
      this.#everywhere = Math.max(this.#everywhere, this.#acknowledged.shift()!.version);
    }
    return Math.max(this.#everywhere, this.#here[instance] ?? 0);
  }
}

export class FreshnessOracle {
  readonly #things = new Map<string, Thing>();
  /** The versions that were returned and should not have been. */
  readonly faults: string[] = [];
  /** How many versions were checked. */
  checks = 0;

  #thing(name: string): Thing {
    const thing = this.#things.get(name) ?? new Thing();
    this.#things.set(name, thing);
    return thing;
  }

  /** Writes the next version of a thing at an instance, unless it is being written: false then. */
  async write(instance: number, name: string, write: (version: number) => Promise<unknown>): Promise<boolean> {
    const thing = this.#thing(name);
    if (thing.writing) return false;
    thing.writing = true;
    const version = ++thing.begun;
    await write(version);
    thing.acknowledged(instance, version);
    thing.writing = false;
    return true;
  }

  /** Call before a request to an instance about these things, and the result with the versions that were returned. */
  asking(instance: number, names: readonly string[]): (shown: ReadonlyMap<string, number>) => void {
    const oldest = names.map((name) => this.#thing(name).oldest(instance));
    return (shown) => {
      for (const [index, name] of names.entries()) {
        const version = shown.get(name);
        if (version === undefined) continue;
        this.checks++;
        const { begun } = this.#thing(name);
        if (version >= oldest[index]! && version <= begun) continue;
        this.faults.push(`${name} at ${instance}: ${version}, of ${oldest[index]} to ${begun}`);
      }
    };
  }
}
