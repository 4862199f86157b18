// The script that opens GraphiQL's tabs, as it is served, run in a context with the browser features that it uses.
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, startServer, type TestServer } from '../support/server.ts';

interface Tab {
  title: string;
  query: string;
  variables: string | null;
  headers: string | null;
}
interface Settings {
  viewer: string | null;
  version: string;
  tabs: Tab[];
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** A browser's tab on the origin: its two stores, and what the served script passes to GraphiQL. */
class BrowserTab {
  readonly localStorage = store();
  readonly sessionStorage = store();
  address = '';
  /** The server's response to the page. */
  answer: (path: string) => Promise<Response> = async () => Response.json({});

  /** Opens the page with these settings, at a URL with this query string. */
  async open(settings: Settings, search = '') {
    const page = await fetch(`${server.origin}/graphql`, { headers: { accept: 'text/html' } });
    const path = /src="([^"]*start\.js)"/.exec(await page.text())![1]!;
    const script = await (await fetch(`${server.origin}${path}`)).text();
    let options: Json;
    const browser = createContext({
      document: {
        getElementById: () => ({ textContent: JSON.stringify(settings) }),
        currentScript: { src: `${server.origin}${path}` },
      },
      location: { search, pathname: '/graphql' },
      history: {
        replaceState: (_: unknown, __: unknown, address: string) => {
          this.address = address;
        },
      },
      ...{ fetch: (path: string) => this.answer(path), Response },
      ...{ URL, URLSearchParams, localStorage: this.localStorage, sessionStorage: this.sessionStorage },
      YogaGraphiQL: {
        renderYogaGraphiQL: (_: unknown, props: Json) => {
          options = props;
        },
      },
    });
    runInContext('self = globalThis', browser);
    runInContext(script, browser);
    const state = () => JSON.parse(options.storage.getItem('graphiql:tabState'));
    return {
      options,
      /** Sends an operation as GraphiQL does. */
      fetch: (path: string) => runInContext('fetch', browser)(path) as Promise<Response>,
      worker: (label: string) => runInContext('MonacoEnvironment', browser).getWorkerUrl('', label) as string,
      titles: () => state().tabs.map((tab: Tab) => tab.title) as string[],
      active: () => state().tabs[state().activeTabIndex] as Tab,
      /** What GraphiQL does after an edit. */
      edit: (change: (state: Json) => void) => {
        const next = state();
        change(next);
        options.storage.setItem('graphiql:tabState', JSON.stringify(next));
      },
    };
  }
}

function store() {
  const methods = {
    getItem(this: Json, key: string) {
      return this[key] ?? null;
    },
    setItem(this: Json, key: string, value: unknown) {
      this[key] = String(value);
    },
    removeItem(this: Json, key: string) {
      delete this[key];
    },
    clear(this: Json) {
      for (const key of Object.keys(this)) delete this[key];
    },
  };
  return Object.create(methods) as Record<string, string>;
}

describe('the script of the page', () => {
  const tab = (title: string, change: Partial<Tab> = {}): Tab => ({
    ...{ title, query: `query ${title} { viewer { role } }`, variables: '{}', headers: '{"x-ledger":"1"}' },
    ...change,
  });
  const settings: Settings = { viewer: 'w1:u1', version: '1', tabs: [tab('A'), tab('B')] };

  it('opens the tabs, with GraphiQL’s panes on the first', async () => {
    const { options, titles, active } = await new BrowserTab().open(settings);
    expect(titles()).toEqual(['A', 'B']);
    expect(active().title).toBe('A');
    for (const pane of ['query', 'variables', 'headers'] as const) {
      expect(options.storage.getItem(`graphiql:${pane}`)).toBe(settings.tabs[0]![pane]);
    }
    expect(options).toMatchObject({ endpoint: '/graphql', subscriptionsProtocol: 'WS', title: 'Switchboard' });
  });

  it('keeps edits on every later visit', async () => {
    const browser = new BrowserTab();
    const { edit } = await browser.open(settings);
    edit((state) => {
      state.tabs[1].query = '# mine';
      state.tabs.splice(0, 1);
    });
    for (let visits = 0; visits < 2; visits++) {
      const { active, titles } = await browser.open({
        ...settings,
        tabs: [tab('A'), tab('B', { variables: '{"new":1}' })],
      });
      expect(titles()).toEqual(['B']);
      expect(active().query).toBe('# mine');
    }
  });

  it('shows fresh tabs to another viewer, and the first viewer’s own tabs again afterwards', async () => {
    const browser = new BrowserTab();
    (await browser.open(settings)).edit((state) => {
      state.tabs[0].query = '# mine';
    });
    const other = await browser.open({ ...settings, viewer: 'w2:u1' });
    expect(other.active().query).toBe(settings.tabs[0]!.query);
    other.options.storage.clear();
    expect(other.options.storage.length).toBe(0);
    expect((await browser.open(settings)).active().query).toBe('# mine');
  });

  it('adds the tabs of an upgrade once', async () => {
    const browser = new BrowserTab();
    await browser.open(settings);
    const upgraded = { ...settings, version: '2', tabs: [...settings.tabs, tab('C')] };
    const { edit, titles } = await browser.open(upgraded);
    expect(titles()).toEqual(['A', 'B', 'C']);
    edit((state) => state.tabs.pop());
    expect((await browser.open(upgraded)).titles()).toEqual(['A', 'B']);
  });

  it('starts over where the stored state cannot be read', async () => {
    const browser = new BrowserTab();
    const { options } = await browser.open(settings);
    for (const broken of ['', 'null', '{"tabs":1}', '[', '{"tabs":[],"activeTabIndex":7}']) {
      options.storage.setItem('graphiql:tabState', broken);
      expect((await browser.open(settings)).titles()).toEqual(['A', 'B']);
    }
  });

  it('opens the operation of a link, and removes it from the address', async () => {
    const browser = new BrowserTab();
    const { active, titles } = await browser.open(settings, '?query=%7B%20viewer%20%7D&variables=%7B%7D');
    expect(active()).toMatchObject({ query: '{ viewer }', variables: '{}', headers: '{"x-ledger":"1"}' });
    expect(browser.address).toBe('/graphql');
    expect(titles()).toEqual(['A', 'B', 'Link']);
    expect((await browser.open(settings)).titles()).toEqual(['A', 'B', 'Link']);
  });

  it('stores nothing of a visitor who is not signed in beyond the browser’s tab, nor beyond signing in', async () => {
    const browser = new BrowserTab();
    const nobody = { viewer: null, version: '1', tabs: [tab('SignIn', { headers: null })] };
    (await browser.open(nobody)).edit((state) => {
      state.tabs[0].variables = '{"password":"secret"}';
    });
    expect((await browser.open(nobody)).active().variables).toContain('secret');
    expect(Object.keys(browser.localStorage)).toEqual([]);
    await browser.open(settings);
    expect(Object.keys(browser.sessionStorage)).toEqual([]);
    expect(JSON.stringify(browser.localStorage)).not.toContain('secret');
  });

  it('sends the open tab’s token and ledger header with a WebSocket’s first message, and nothing else', async () => {
    const { options, edit } = await new BrowserTab().open(settings);
    expect(options.connectionParams()).toEqual({ 'x-ledger': '1' });
    edit((state) => {
      state.tabs[0].headers = '{ "x-other": "1", "Authorization": "Bearer swb_1" }';
      state.tabs[1].headers = '{ "authorization": "Bear';
    });
    expect(options.connectionParams()).toEqual({ authorization: 'Bearer swb_1' });
    edit((state) => {
      state.activeTabIndex = 1;
    });
    expect(options.connectionParams()).toEqual({});
  });

  it('puts a line before a response that has a ledger, and leaves every other unchanged', async () => {
    const browser = new BrowserTab();
    const { fetch } = await browser.open(settings);
    const ledger = { summary: '2 statements · 9 without batching · 4 ms', cache: 'MISS: executed', statements: [] };
    const answer = { data: { viewer: null }, extensions: { ledger } };
    browser.answer = async () => Response.json(answer, { status: 201, headers: { 'x-cache': 'MISS' } });
    const shown = await fetch('/graphql');
    expect([shown.status, shown.headers.get('x-cache')]).toEqual([201, 'MISS']);
    const line = '2 statements · 9 without batching · 4 ms · cache MISS: executed';
    expect(await shown.text()).toBe(JSON.stringify({ ledger: line, ...answer }));

    for (const plain of [{ data: {} }, { errors: [], extensions: { cost: {} } }]) {
      browser.answer = async () => Response.json(plain);
      expect(await (await fetch('/graphql')).json()).toEqual(plain);
    }
    browser.answer = async () => new Response('not JSON', { headers: { 'content-type': 'text/plain' } });
    expect(await (await fetch('/graphql')).text()).toBe('not JSON');
    browser.answer = async () => new Response('', { status: 502, headers: { 'content-type': 'application/json' } });
    expect(await (await fetch('/graphql')).text()).toBe('');
  });

  it('finds the editor’s workers beside the script', async () => {
    const { worker } = await new BrowserTab().open(settings);
    for (const label of ['editorWorkerService', 'json', 'graphql']) {
      expect((await fetch(worker(label))).status, label).toBe(200);
    }
  });
});
