-- What a note carries besides its text; and notes that the owner has taken out of sight. While a note is hidden its text
-- is in none of the tables that readers are served from.

alter table note
  add column stickers jsonb   not null default '[]',
  add column hidden   boolean not null default false,
  add column reaction text;

create table hidden_note (
  paper_id uuid  not null,
  note_id  uuid  not null,
  text     text  not null,
  stickers jsonb not null,
  primary key (paper_id, note_id)
);
