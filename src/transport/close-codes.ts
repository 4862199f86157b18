// Why the server closes a WebSocket, and what that asks of the client. The protocol's own codes (github.com/enisdenjo/
// graphql-ws) are final, 4408 aside: a client that reconnects by itself does so after all but those.
import { CloseCode as ProtocolCloseCode } from 'graphql-ws';

/** The protocol's codes, and those that a server adds. */
export const CloseCode = {
  ...ProtocolCloseCode,
  /** Final: a frame that is too large, or more than may come before connection_init. */
  TooLarge: 1009,
  /** The server restarts or drains: reconnect, elsewhere if there is an elsewhere. */
  ServiceRestart: 1012,
  /** Too many sockets for this address or user: reconnect later. */
  TryAgainLater: 1013,
  /** What the viewer may do has changed: reconnect and resume; what is no longer allowed will say so. */
  AccessChanged: 4205,
  /** The client read too slowly: reconnect and resume from the last cursor. */
  SlowConsumer: 4213,
  /** The client sent too many messages: reconnect later and resume, and send fewer. */
  TooManyMessages: 4290,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];
