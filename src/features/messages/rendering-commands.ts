// Renders message bodies when they are written.
import type { Context } from '../../graphql/context.ts';
import { parseBody } from '../../lib/markdown.ts';
import { userByHandle } from '../identity/loaders.ts';
import { maximumMentions } from './model.ts';

/** The body, its HTML, and the users it mentions. */
export async function renderBody(ctx: Context, source: string) {
  const parsed = parseBody(source);
  const handles = parsed.handles.slice(0, maximumMentions);
  const users = await Promise.all(handles.map((handle) => userByHandle(ctx).load(handle)));
  const mentioned = users.filter((user) => user !== null);
  return {
    source,
    html: parsed.html(new Set(mentioned.map((user) => user.handle))),
    mentionedUserIds: mentioned.map((user) => user.id),
  };
}
