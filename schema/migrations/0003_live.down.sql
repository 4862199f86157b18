drop index changes_by_at;
drop table ephemera;
