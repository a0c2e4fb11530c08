-- What the recipient says to everybody who wrote.
create table thanks (
  paper_id   uuid primary key,
  guest_id   uuid        not null,
  name       text        not null,
  text       text        not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
