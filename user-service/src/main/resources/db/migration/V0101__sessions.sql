-- One row for each sign-in that has not ended: a family of refresh tokens of which only the last two matter.
create table session (
  id uuid primary key,
  account_id uuid not null references account (id) on delete cascade,
  -- SHA-256 of the part that all tokens of the family share
  family_hash bytea not null constraint session_family unique check (length(family_hash) = 32),
  -- counts the rotations, never back
  generation bigint not null check (generation >= 1),
  -- SHA-256 of the part that only the newest token has, and the one before it
  current_hash bytea not null check (length(current_hash) = 32),
  previous_hash bytea check (length(previous_hash) = 32),
  -- with the previous token at hand, makes the newest again
  successor_salt bytea check (length(successor_salt) = 32),
  started_at timestamptz not null,
  rotated_at timestamptz not null,
  -- slides with every rotation, up to ends_at
  expires_at timestamptz not null,
  ends_at timestamptz not null,
  check (expires_at <= ends_at)
);

create index session_by_account on session (account_id, started_at);
