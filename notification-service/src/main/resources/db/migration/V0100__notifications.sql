-- People as other services' events describe them.
create table person (
  id            uuid primary key,
  email         text        not null,
  name          text        not null,
  locale        text        not null,
  registered_at timestamptz not null
);
create index person_email on person (email);

-- What people are told in the application; bounded in number for each person and in age.
create table inbox_entry (
  person_id uuid        not null,
  id        uuid        not null,
  kind      text        not null,
  paper_id  uuid        not null,
  title     text        not null,
  at        timestamptz not null,
  read_at   timestamptz,
  primary key (person_id, id)
);
create index inbox_entry_at on inbox_entry (at);

-- Mail on its way. A row is written in the transaction of the event it tells of; address and content go when it is sent.
create table mail (
  id         uuid primary key,
  state      text        not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  address    text,
  name       text,
  subject    text,
  plain      text,
  html       text,
  attempts   integer     not null default 0,
  next_at    timestamptz not null,
  created_at timestamptz not null,
  sent_at    timestamptz
);
create index mail_waiting on mail (next_at) where state = 'waiting';
create index mail_done on mail (created_at) where state <> 'waiting';
