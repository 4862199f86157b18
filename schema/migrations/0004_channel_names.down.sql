-- Keeps: all data. Names become unique among all channels again: a private one that shares its name gets the end of its id
-- behind it.
update channels c set name = left(c.name, 67) || '-' || right(c.id::text, 12)
where c.privacy = 'PRIVATE' and exists (
  select from channels o where o.workspace_id = c.workspace_id and o.name = c.name and o.id <> c.id
    and (o.privacy = 'PUBLIC' or o.id < c.id));
drop index channels_by_name;
create unique index channels_by_name on channels (workspace_id, name) where name is not null;
drop index public_channels_by_name;
