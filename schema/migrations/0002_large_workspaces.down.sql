-- Keeps: all data. Only settings of the planner go.
alter table users alter column workspace_id reset (n_distinct);
alter table channels alter column workspace_id reset (n_distinct);
