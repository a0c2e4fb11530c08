-- Why the last attempt failed: a code or a class, never a server's words, which may hold an address.
alter table mail add column failure text;
-- Of what the mail says, as in the header Content-Language.
alter table mail add column language text;

create index inbox_entry_unread on inbox_entry (person_id) where read_at is null;
