// Reading a document that came over HTTP. Who sent it is found out first where it is not known, since reading it takes points
// from them; a known one is read without asking.
import type { IncomingMessage } from 'node:http';
import type { Viewer } from '../graphql/context.ts';
import type { Admission } from '../operations/admission.ts';
import type { Checked, Documents } from '../operations/documents.ts';
import { type Authenticate, readViewer } from './credentials.ts';

export interface ReadDocumentOptions {
  documents: Documents;
  admission: Admission;
  authenticate: Authenticate<Viewer>;
  allowedOrigins: readonly string[];
}

/** The document of a text, as `Documents.read` gives it; throws what `readViewer` throws too. */
export async function readDocument(text: string, req: IncomingMessage, options: ReadDocumentOptions): Promise<Checked> {
  const { documents, admission, authenticate, allowedOrigins } = options;
  if (documents.isKnown(text)) return documents.read(text);
  const viewer = await readViewer(req.headers, authenticate, allowedOrigins);
  const address = req.socket.remoteAddress ?? '';
  return documents.read(text, admission.documentPoints({ viewer, address }));
}
