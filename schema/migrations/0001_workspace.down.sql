-- Destroys: everything. All workspaces, with their people, tokens, channels and messages.
drop table client_message_ids, message_reactions, message_edits, message_attachments, message_mentions,
  message_participants, messages, channel_members, channels, changes, streams, access_tokens, users, workspaces;
