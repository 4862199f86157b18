// Why the server closes a WebSocket, and what that asks of the client. Codes up to 4400 that graphql-ws clients know are
// theirs; a client that retries by itself does so after all but those marked final.

export const CloseCode = {
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
  /** Final: a message that breaks the protocol. */
  BadRequest: 4400,
  /** Final: the token is wrong, expired or revoked, or the user deactivated. Get a new token first. */
  Unauthorized: 4401,
  /** Final: the subprotocol is not graphql-transport-ws. */
  SubprotocolNotAcceptable: 4406,
  /** connection_init did not come in time: reconnect. */
  ConnectionInitTimeout: 4408,
  /** Final: an operation's id is in use on this socket. */
  SubscriberAlreadyExists: 4409,
  /** Final: connection_init came twice. */
  TooManyInitialisationRequests: 4429,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];
