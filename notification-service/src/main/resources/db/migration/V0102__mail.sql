-- Outgoing mail, written in the transaction of the event that asks for it. What it says and to whom is removed when it is
-- sent: it is a person's address and a link that opens a paper.
create table mail (
  id         uuid primary key,
  state      text not null check (state in ('WAITING', 'SENT', 'FAILED')),
  address    text,
  name       text,
  language   text,
  subject    text,
  plain      text,
  html       text,
  created_at timestamptz not null,
  -- How often it was given to a sender, and when it may be given to the next one.
  attempts   integer not null default 0,
  due_at     timestamptz not null default now(),
  -- Why the last attempt failed: a code or a class, never a server's words, which may hold an address.
  failure    text,
  ended_at   timestamptz,
  check (state = 'SENT' or subject is not null and plain is not null and html is not null)
);

create index mail_waiting on mail (due_at) where state = 'WAITING';
create index mail_failed on mail (ended_at) where state = 'FAILED';
create index mail_ended on mail (ended_at) where ended_at is not null;
