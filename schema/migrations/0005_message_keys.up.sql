-- What a key's message was sent with: using the key again with anything else is refused. Null for what was sent before.
alter table client_message_ids add column input_hash bytea;
