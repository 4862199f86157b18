// Everything that the port serves: HTTP with its pages, event streams and WebSockets.
import { randomBytes } from 'node:crypto';
import type { ChangeCatalogue } from '../changes/catalogue.ts';
import type { Feed } from '../changes/feed.ts';
import type { Config } from '../config.ts';
import type { Broadcaster } from '../execution/broadcast.ts';
import { toClientError } from '../graphql/client-errors.ts';
import type { Component } from '../lib/components.ts';
import { isLoopback } from './address.ts';
import { Compressor } from './compression.ts';
import { connectionLimits } from './connections.ts';
import { readViewer } from './credentials.ts';
import { createFastPath, type FastPath } from './fast-path.ts';
import { createGraphiqlPage, type PageOptions } from './graphiql.ts';
import { MediaTypes } from './media-type.ts';
import { type HttpOptions, type HttpServer, listen } from './server.ts';
import { createEventStreams, type EventStreams } from './sse.ts';
import { type SocketOptions, serveWebSockets, type WebSockets } from './websocket.ts';
import { createGraphQLHandler, type GraphQLOptions } from './yoga.ts';

type OwnOptions = 'compressor' | 'mediaTypes' | 'allowedOrigins' | 'secureCookies';

export interface WebServerOptions extends Omit<GraphQLOptions, OwnOptions> {
  feed: Feed;
  broadcaster: Broadcaster;
  catalogue: ChangeCatalogue;
  /** Whether the server is so overloaded that it refuses every new request. */
  isOverloaded: () => boolean;
  /** Starts a session of a workspace's owner, for the sign-in links. */
  startOwnerSession: NonNullable<PageOptions['signIn']>['start'];
  onPresent: SocketOptions['onPresent'];
}

export class WebServer implements Component {
  readonly internals: { readonly compressor: Compressor; readonly fastPath: FastPath };
  readonly #config: Config;
  readonly #signInKey: string | null;
  readonly #streams: EventStreams;
  readonly #http: HttpOptions;
  readonly #socketOptions: SocketOptions;
  #listening: HttpServer | undefined;
  #sockets: WebSockets | undefined;

  constructor(config: Config, options: WebServerOptions) {
    const { isOverloaded, startOwnerSession, onPresent, feed, broadcaster, catalogue, ...shared } = options;
    const { allowedOrigins, production: secureCookies, socketsPerAddress: perAddress } = config;
    const mediaTypes = new MediaTypes();
    this.#config = config;
    const compressor = new Compressor({ enabled: config.compression, cache: shared.cache });
    const graphql = { ...shared, compressor, mediaTypes, allowedOrigins, secureCookies };
    const fastPath = createFastPath(graphql);
    this.internals = { compressor, fastPath };
    // When only this machine can connect, the holder of the printed link is its user.
    this.#signInKey = isLoopback(config.host) && !config.production ? randomBytes(18).toString('base64url') : null;
    const signIn = this.#signInKey === null ? null : { key: this.#signInKey, start: startOwnerSession };
    const live = { ...graphql, feed, broadcaster, catalogue };
    this.#streams = createEventStreams({ ...live, limits: { perAddress } });
    this.#socketOptions = {
      ...live,
      limits: { perAddress, perUser: config.socketsPerUser, operations: 100 },
      onPresent,
    };
    this.#http = {
      host: config.host,
      port: config.port,
      graphql: createGraphQLHandler(graphql),
      fast: config.fastPath ? fastPath.handle : async () => false,
      page: createGraphiqlPage({ ...graphql, signIn }),
      showPid: signIn !== null,
      compress: config.compression,
      isOverloaded,
      streams: this.#streams,
      mediaTypes,
      connections: connectionLimits(perAddress),
      signedIn: ({ headers }) => readViewer(headers, shared.authenticate, allowedOrigins).then(Boolean, () => false),
      ready: () => shared.postgres.ping(),
      allowedOrigins,
      maskError: (error) => toClientError(error, shared.log),
    };
  }

  async start(): Promise<void> {
    this.#listening = await listen(this.#http);
    this.#sockets = serveWebSockets(this.#listening.server, this.#socketOptions);
  }

  /** Waits for running requests, at most as long as the settings say, and asks live clients to reconnect elsewhere. */
  async stop(): Promise<void> {
    const milliseconds = this.#config.drainSeconds * 1000;
    this.#streams.close();
    await Promise.all([this.#listening?.drain(milliseconds), this.#sockets?.close(Math.min(2_000, milliseconds / 2))]);
  }

  /** Where it listens, such as `http://127.0.0.1:4000`. Only after `start`. */
  get origin(): string {
    return this.#listening!.origin;
  }

  /** Links to GraphiQL that sign in as the owner of each workspace; none where that is not allowed. */
  signInLinks(origin: string, workspaces: readonly { readonly slug: string }[]): string[] {
    const key = this.#signInKey;
    return key === null ? [] : workspaces.map(({ slug }) => `${origin}/graphql?workspace=${slug}&signin=${key}`);
  }
}
