-- Events: what this service has to tell, and what it has been told already.

-- Events that were committed and are not yet confirmed by the broker. A row is written in the
-- transaction of the change it tells of and is deleted when the broker has confirmed it.
--
-- What order is promised: events of one key are published in the order of their transactions,
-- provided that those take the same lock (the row of the paper, of the account) before they append.
-- Positions are drawn when a row is written, not when it is committed, so between transactions that
-- do not wait for each other a higher position may be seen first. Under the common lock it may not:
-- the second transaction draws its positions only after the first has committed. Nothing is skipped
-- in either case: the relay keeps no "last position read" but takes whatever rows are there, and a
-- row that is committed late is simply there later. The sequence must stay without a cache, or
-- sessions would draw positions ahead.
create table outbox (
  position bigint generated always as identity primary key,
  id uuid not null,
  type text not null,
  key text not null,
  occurred_at timestamptz not null,
  envelope text not null
);

-- The instance that holds the lock of this table's only row publishes; the others stand by.
create table relay_lease (
  one boolean primary key default true check (one)
);
insert into relay_lease default values;

-- Events that had their effect: written in the transaction of the effect, so that a repeated
-- delivery has none.
create table inbox (
  event_id uuid primary key,
  received_at timestamptz not null default now()
);
create index inbox_received_at on inbox (received_at);
