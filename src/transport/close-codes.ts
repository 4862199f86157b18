// The codes with which the server closes a WebSocket, and what the client should do then. The protocol's own codes
// (github.com/enisdenjo/graphql-ws) are final except 4408; after any other code clients reconnect automatically.
import { CloseCode as ProtocolCloseCode } from 'graphql-ws';

/** The protocol's codes, and those that this server adds. */
export const CloseCode = {
  ...ProtocolCloseCode,
  /** Final: a frame is too large, or the client sent too many bytes before connection_init. */
  TooLarge: 1009,
  /** The server restarts or drains: reconnect, to another instance if there is one. */
  ServiceRestart: 1012,
  /** Too many sockets for this address or user: reconnect later. */
  TryAgainLater: 1013,
  /** The viewer's permissions have changed: reconnect and resume; operations no longer allowed get an error. */
  AccessChanged: 4205,
  /** The client read too slowly: reconnect and resume from the last cursor. */
  SlowConsumer: 4213,
  /** The client sent too many messages: reconnect later and resume, and send fewer. */
  TooManyMessages: 4290,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];
