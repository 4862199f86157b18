// Runs in the browser after GraphiQL's own script, and starts GraphiQL. Tabs are stored by viewer: those of another
// workspace or database are neither shown nor lost.
{
  const settings = JSON.parse(document.getElementById('settings').textContent);
  const folder = document.currentScript.src;
  self.MonacoEnvironment = { getWorkerUrl: (_, label) => new URL(`${label}.js`, folder).href };

  // Users who are not signed in type passwords and tokens here. These are deleted at sign-in, or with the browser's
  // tab.
  if (settings.viewer) sessionStorage.clear();
  const place = settings.viewer ? localStorage : sessionStorage;
  const prefix = `switchboard:${settings.viewer ?? 'anonymous'}:`;
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

  /** The tabs that GraphiQL has stored; none when they cannot be read. */
  const storedState = () => {
    try {
      const state = JSON.parse(storage.getItem('graphiql:tabState'));
      if (Array.isArray(state.tabs)) return state;
    } catch {
      // Start without tabs.
    }
    return { tabs: [], activeTabIndex: 0 };
  };

  // GraphiQL opens default tabs only if it has stored none, loses the variables of the first, and opens an empty tab on
  // reload unless it finds the last edited text. So its whole state is written here for it to read.
  const state = storedState();
  const open = (tab) => {
    const id = `${Date.now()}-${state.tabs.length}`;
    state.tabs.push({ ...tab, id, operationName: null, response: null });
  };
  if (!state.tabs.length || storage.getItem('version') !== settings.version) {
    // After an upgrade the new tabs are added to the stored ones.
    const known = new Set(state.tabs.map((tab) => tab.query));
    for (const tab of settings.tabs) if (!known.has(tab.query)) open(tab);
    storage.setItem('version', settings.version);
  }
  // A link may contain an operation. It is removed from the address, or each reload would open it again.
  const params = new URLSearchParams(location.search);
  if (params.has('query')) {
    open({ ...settings.tabs[0], title: 'Link', query: params.get('query'), variables: params.get('variables') });
    state.activeTabIndex = state.tabs.length - 1;
  }
  history.replaceState(null, '', location.pathname);
  const active = state.tabs[state.activeTabIndex] ?? state.tabs[0];
  storage.setItem('graphiql:tabState', JSON.stringify(state));
  for (const pane of ['query', 'variables', 'headers']) {
    if (active[pane]) storage.setItem(`graphiql:${pane}`, active[pane]);
    else storage.removeItem(`graphiql:${pane}`);
  }

  // GraphiQL shows a response as it is, with its extensions out of sight below the data. So a first line is added to
  // it.
  const send = self.fetch;
  self.fetch = async (...request) => {
    const response = await send(...request);
    if (!response.headers.get('content-type')?.includes('json')) return response;
    const result = await response
      .clone()
      .json()
      .catch(() => null); // GraphiQL shows a body that is not JSON as it is
    const report = result?.extensions?.ledger;
    if (!report) return response;
    const ledger = `${report.summary} · cache ${report.cache}`;
    return new Response(JSON.stringify({ ledger, ...result }), { status: response.status, headers: response.headers });
  };

  /**
   * A browser's WebSocket carries no headers, so those of the open tab that the server knows go into connection_init.
   */
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
    headers: settings.tabs[0].headers ?? undefined, // for new tabs
    defaultEditorToolsVisibility: 'variables',
    onEditQuery: () => undefined, // without it GraphiQL writes every edit into the address
  });
}
