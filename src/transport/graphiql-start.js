// Runs in the browser after GraphiQL's own script, and starts it. Tabs are kept apart by viewer: those of another
// workspace or database are neither shown nor lost.
{
  const settings = JSON.parse(document.getElementById('settings').textContent);
  const folder = document.currentScript.src;
  self.MonacoEnvironment = { getWorkerUrl: (_, label) => new URL(`${label}.js`, folder).href };

  // Whoever is not signed in types passwords and tokens here: they go when they are, or with the browser's tab.
  if (settings.viewer) sessionStorage.clear();
  const place = settings.viewer ? localStorage : sessionStorage;
  const prefix = `switchboard:${settings.viewer ?? 'nobody'}:`;
  const ownKeys = () => Object.keys(place).filter((key) => key.startsWith(prefix));
  const storage = {
    getItem: (key) => place.getItem(prefix + key),
    setItem: (key, value) => place.setItem(prefix + key, value),
    removeItem: (key) => place.removeItem(prefix + key),
    clear: () => {
      for (const key of ownKeys()) place.removeItem(key);
    },
    get length() {
      return ownKeys().length;
    },
  };

  /** What GraphiQL stored of its tabs; none when there is nothing that can be read. */
  const storedState = () => {
    try {
      const state = JSON.parse(storage.getItem('graphiql:tabState'));
      if (Array.isArray(state.tabs)) return state;
    } catch {
      // Begin anew.
    }
    return { tabs: [], activeTabIndex: 0 };
  };

  // GraphiQL opens default tabs only where it has stored none, loses the variables of the first, and opens an empty tab
  // on reload unless it finds what was last edited. So the whole is written here, and GraphiQL reads it.
  const state = storedState();
  const open = (tab) => {
    const id = `${Date.now()}-${state.tabs.length}`;
    state.tabs.push({ ...tab, id, operationName: null, response: null });
  };
  if (!state.tabs.length || storage.getItem('version') !== settings.version) {
    // After an upgrade the new ones join those that are there.
    const known = new Set(state.tabs.map((tab) => tab.query));
    for (const tab of settings.tabs) if (!known.has(tab.query)) open(tab);
    storage.setItem('version', settings.version);
  }
  // A link may bring an operation. It leaves the address, or each reload would open it again.
  const asked = new URLSearchParams(location.search);
  if (asked.has('query')) {
    open({ ...settings.tabs[0], title: 'Link', query: asked.get('query'), variables: asked.get('variables') });
    state.activeTabIndex = state.tabs.length - 1;
  }
  history.replaceState(null, '', location.pathname);
  const active = state.tabs[state.activeTabIndex] ?? state.tabs[0];
  storage.setItem('graphiql:tabState', JSON.stringify(state));
  for (const pane of ['query', 'variables', 'headers']) {
    if (active[pane]) storage.setItem(`graphiql:${pane}`, active[pane]);
    else storage.removeItem(`graphiql:${pane}`);
  }

  // GraphiQL shows an answer as it comes, with its extensions below the data, out of sight. So a first line is added to it.
  const send = self.fetch;
  self.fetch = async (...request) => {
    const response = await send(...request);
    if (!response.headers.get('content-type')?.includes('json')) return response;
    const answer = await response
      .clone()
      .json()
      .catch(() => null); // GraphiQL shows what is no JSON as it is
    const report = answer?.extensions?.ledger;
    if (!report) return response;
    const ledger = `${report.summary} · cache ${report.cache}`;
    return new Response(JSON.stringify({ ledger, ...answer }), { status: response.status, headers: response.headers });
  };

  /** A WebSocket carries no headers: those that it knows go with its first message, from the tab that is open. */
  const connectionParams = () => {
    try {
      const { tabs, activeTabIndex } = storedState();
      const headers = Object.entries(JSON.parse(tabs[activeTabIndex].headers));
      const known = headers.map(([name, value]) => [name.toLowerCase(), value]);
      return Object.fromEntries(known.filter(([name]) => name === 'authorization' || name === 'x-ledger'));
    } catch {
      return {};
    }
  };

  YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), {
    title: 'Switchboard',
    logo: settings.icon,
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    connectionParams,
    storage,
    defaultTabs: settings.tabs,
    headers: settings.tabs[0].headers ?? undefined, // of new tabs
    defaultEditorToolsVisibility: 'variables',
    onEditQuery: () => undefined, // unless given, every edit is written into the address
  });
}
