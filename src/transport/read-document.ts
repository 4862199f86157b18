// Reads a document that came over HTTP. The viewer is read before an unknown document, since parsing and validating it
// costs points; a known document needs no viewer.
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

/** Like `Documents.read`; also throws what `readViewer` throws. */
export async function readDocument(text: string, req: IncomingMessage, options: ReadDocumentOptions): Promise<Checked> {
  const { documents, admission, authenticate, allowedOrigins } = options;
  if (documents.isKnown(text)) return documents.read(text);
  const viewer = await readViewer(req.headers, authenticate, allowedOrigins);
  const address = req.socket.remoteAddress ?? '';
  return documents.read(text, admission.documentPoints({ viewer, address }));
}
