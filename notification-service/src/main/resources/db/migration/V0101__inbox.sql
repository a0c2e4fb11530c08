-- What a person is told in the application. Never holds a link's secret.
create table inbox_entry (
  id        uuid not null,
  person_id uuid not null,
  kind      text not null,
  paper_id  uuid not null,
  title     text not null,
  at        timestamptz not null,
  read_at   timestamptz,
  primary key (person_id, id)
);

create index inbox_entry_at on inbox_entry (at);
create index inbox_entry_unread on inbox_entry (person_id) where read_at is null;
