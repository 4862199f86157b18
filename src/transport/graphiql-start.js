// Runs in the browser after GraphiQL's own script, and starts it. Tabs are kept apart by viewer: those of another
// workspace or database are neither shown nor lost.
{
  const settings = JSON.parse(document.getElementById('settings').textContent);
  const folder = document.currentScript.src;
  self.MonacoEnvironment = { getWorkerUrl: (_, label) => new URL(`${label}.js`, folder).href };

  // Whoever is not signed in types passwords and tokens here: they go with the browser's tab.
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

  /** The tabs as GraphiQL stored them; null when there are none, or nothing that it would read. */
  const storedTabs = () => {
    try {
      const state = JSON.parse(storage.getItem('graphiql:tabState'));
      return Array.isArray(state?.tabs) ? state : null;
    } catch {
      return null;
    }
  };

  // GraphiQL opens defaultTabs only where it has stored none. After an upgrade the new ones join those that are there.
  const stored = storedTabs();
  if (stored && storage.getItem('version') !== settings.version) {
    const known = new Set(stored.tabs.map((tab) => tab.query));
    const fresh = settings.tabs.filter((tab) => !known.has(tab.query));
    stored.tabs.push(
      ...fresh.map((tab, index) => ({
        ...tab,
        id: `${settings.version}-${index}`,
        operationName: tab.title,
        response: null,
      })),
    );
    storage.setItem('graphiql:tabState', JSON.stringify(stored));
  }
  storage.setItem('version', settings.version);

  /** A WebSocket carries no headers: the bearer token of the tab that is open goes with its first message. */
  const connectionParams = () => {
    const state = storedTabs();
    try {
      const headers = Object.entries(JSON.parse(state.tabs[state.activeTabIndex].headers));
      return Object.fromEntries(headers.filter(([name]) => name.toLowerCase() === 'authorization'));
    } catch {
      return {};
    }
  };

  // A link may bring an operation. It becomes a tab, and leaves the address, or each reload would add it again.
  const asked = new URLSearchParams(location.search);
  history.replaceState(null, '', location.pathname);

  YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), {
    title: 'Switchboard',
    logo: settings.icon,
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    connectionParams,
    storage,
    defaultTabs: settings.tabs,
    headers: settings.tabs[0].headers ?? undefined,
    defaultEditorToolsVisibility: 'variables',
    query: asked.get('query') ?? undefined,
    variables: asked.get('variables') ?? undefined,
    onEditQuery: () => undefined, // unless given, every edit is written into the address
  });
}
