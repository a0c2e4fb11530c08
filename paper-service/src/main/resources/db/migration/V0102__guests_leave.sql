-- A guest who was taken off the paper stays as a row, so that the same person is not let in again by the same token or
-- account, and what was written keeps its author.
alter table guest add column removed_at timestamptz;

-- Whether notes may be written without a name.
alter table paper add column anonymous boolean not null default false;
