alter table client_message_ids drop column input_hash;
