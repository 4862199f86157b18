// The parts of an app that are started and stopped, in the order in which they need each other.

/** It is stopped whether it was started or not, as it may have opened connections when it was made. */
export interface Component {
  start?(): unknown;
  stop?(): unknown;
}

interface Named {
  readonly name: string;
  readonly component: Component;
}

interface Log {
  error(details: object, message: string): void;
}

export class Components {
  readonly #components: readonly Named[];
  readonly #log: Log;
  #stopped: Promise<void> | undefined;

  /** In the order in which they start, by name; null for one that the settings switch off. */
  constructor(log: Log, components: Readonly<Record<string, Component | null>>) {
    this.#log = log;
    this.#components = Object.entries(components).flatMap(([name, component]) =>
      component ? [{ name, component }] : [],
    );
  }

  /** Starts each when the one before it has started. Where one fails, stops all of them and throws its error. */
  async start(): Promise<void> {
    try {
      for (const each of this.#components) {
        if (!this.#stopped) await each.component.start?.();
        if (!this.#stopped) continue;
        // It may have begun to serve after it was stopped.
        await this.#stopOne(each);
        throw new Error('It was stopped while it started.');
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops each when the one after it has stopped, also where that failed. A second call waits for the first. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  async #stopAll(): Promise<void> {
    for (const each of this.#components.toReversed()) await this.#stopOne(each);
  }

  async #stopOne({ name, component }: Named): Promise<void> {
    try {
      await component.stop?.();
    } catch (error) {
      this.#log.error({ component: name, err: (error as Error).message }, 'a component could not be stopped');
    }
  }
}
