-- Destroys: what each clientMessageId was sent with; one that is used again for another message is then taken as a repetition.
alter table client_message_ids drop column input_hash;
