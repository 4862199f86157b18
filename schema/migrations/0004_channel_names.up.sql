-- A name is unique among public channels only: that a name is refused must not tell anybody which private channels exist.
create unique index public_channels_by_name on channels (workspace_id, name) where privacy = 'PUBLIC';
drop index channels_by_name;
create index channels_by_name on channels (workspace_id, name) where name is not null;
