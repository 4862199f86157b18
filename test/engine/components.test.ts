// The components of an app: started in order, stopped in reverse, whatever fails.
import { expect, it } from 'vitest';
import { type Component, Components } from '../../src/lib/components.ts';
import { captureLog } from '../support/captured-log.ts';

/** Components that record what is called on them, with special behaviour for some. */
function recorded(special: Readonly<Record<string, Component | null>> = {}) {
  const steps: string[] = [];
  const component = (name: string): Component => ({
    async start() {
      await new Promise(setImmediate);
      await special[name]?.start?.();
      steps.push(`start ${name}`);
    },
    async stop() {
      await new Promise(setImmediate);
      await special[name]?.stop?.();
      steps.push(`stop ${name}`);
    },
  });
  const { log, lines } = captureLog();
  const all = Object.fromEntries(
    ['a', 'b', 'c'].map((name) => [name, special[name] === null ? null : component(name)]),
  );
  return { components: new Components(log, all), steps, lines };
}

const fails = (message: string) => async () => {
  throw new Error(message);
};

it('starts one after the other, and stops in the reverse order', async () => {
  const { components, steps } = recorded();
  await components.start();
  expect(steps).toEqual(['start a', 'start b', 'start c']);
  await components.stop();
  expect(steps.slice(3)).toEqual(['stop c', 'stop b', 'stop a']);
});

it('skips a component that is switched off', async () => {
  const { components, steps } = recorded({ b: null });
  await components.start();
  await components.stop();
  expect(steps).toEqual(['start a', 'start c', 'stop c', 'stop a']);
});

it('stops everything when one does not start, and starts nothing after it', async () => {
  const { components, steps } = recorded({ b: { start: fails('b is broken') } });
  await expect(components.start()).rejects.toThrow('b is broken');
  expect(steps).toEqual(['start a', 'stop c', 'stop b', 'stop a']);
  await components.stop();
  expect(steps).toHaveLength(4);
});

it('stops the rest when one does not stop, and logs its name', async () => {
  const { components, steps, lines } = recorded({ b: { stop: fails('b is stuck') } });
  await components.start();
  await components.stop();
  expect(steps.slice(3)).toEqual(['stop c', 'stop a']);
  expect(lines()).toEqual([expect.objectContaining({ component: 'b', err: 'b is stuck' })]);
});

it('stops once, however often stop is called, and every caller waits for the end', async () => {
  const { components, steps } = recorded();
  await components.start();
  await Promise.all([components.stop(), components.stop()]);
  await components.stop();
  expect(steps.slice(3)).toEqual(['stop c', 'stop b', 'stop a']);
});

it('stops a component that was not started: it may have opened connections all the same', async () => {
  const { components, steps } = recorded();
  await components.stop();
  expect(steps).toEqual(['stop c', 'stop b', 'stop a']);
});

it('leaves nothing running that was about to start when it was stopped', async () => {
  let enter = () => {};
  const entered = new Promise<void>((resolve) => {
    enter = resolve;
  });
  let proceed = () => {};
  const held = new Promise<void>((resolve) => {
    proceed = resolve;
  });
  const { components, steps } = recorded({
    b: {
      start: () => {
        enter();
        return held;
      },
    },
  });
  const starting = components.start();
  await entered;
  await components.stop();
  expect(steps).toEqual(['start a', 'stop c', 'stop b', 'stop a']);
  proceed();
  await expect(starting).rejects.toThrow('stopped while it started');
  expect(steps.slice(4)).toEqual(['start b', 'stop b']);
});
