-- Outgoing mail. Its content and its recipient are removed when it is sent: they hold a person's address and a reveal link.
create table mail (
  id         uuid primary key,
  state      text not null check (state in ('waiting', 'sent', 'failed')),
  address    text,
  name       text,
  subject    text,
  plain      text,
  html       text,
  language   text,
  created_at timestamptz not null,
  attempts   integer not null default 0,
  due_at     timestamptz not null,
  ended_at   timestamptz,
  failure    text
);

create index mail_waiting on mail (due_at) where state = 'waiting';
create index mail_failed on mail (ended_at) where state = 'failed';
create index mail_ended on mail (ended_at) where ended_at is not null;
