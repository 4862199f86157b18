-- Destroys: who is typing and who is present just now; they say so again within a minute.
drop index changes_by_at;
drop table ephemera;
