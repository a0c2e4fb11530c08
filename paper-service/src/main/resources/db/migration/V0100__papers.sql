-- Every table names the paper first in its key, and every statement of a request names the paper, so that the schema can
-- be distributed by paper without touching the code.

create table paper (
  paper_id         uuid primary key,
  owner_id         uuid        not null,
  owner_name       text        not null,
  title            text        not null,
  recipient_name   text        not null,
  recipient_email  text,
  recipient_locale text        not null,
  occasion         text        not null,
  theme            text        not null,
  zone             text        not null,
  closes_at        timestamptz,
  deliver_at       timestamptz,
  state            text        not null default 'open' check (state in ('open', 'sealed', 'delivered', 'cancelled')),
  version          bigint      not null default 1,   -- of the settings
  seq              bigint      not null default 0,   -- head of the ledger
  note_count       integer     not null default 0,   -- notes that are not deleted
  text_bytes       integer     not null default 0,   -- of those notes
  request_hash     bytea,                            -- what a creating request with an Idempotency-Key asked for
  created_at       timestamptz not null,
  sealed_at        timestamptz,
  delivered_at     timestamptz
);

-- "My papers" is the only list across papers.
create index paper_of_owner on paper (owner_id, created_at desc, paper_id desc);

-- The ledger: contiguous from 1 for each paper.
create table op (
  paper_id    uuid        not null,
  seq         bigint      not null,
  author_id   uuid        not null,
  author_name text        not null,
  client_id   bigint      not null,
  n           bigint      not null,
  at          timestamptz not null,
  mutations   jsonb       not null,
  primary key (paper_id, seq),
  unique (paper_id, author_id, client_id, n)
);

-- The highest n that was decided for each client of each author. A client belongs to its author, so that nobody can use up
-- the numbers of somebody else's client.
create table client (
  paper_id  uuid   not null,
  author_id uuid   not null,
  client_id bigint not null,
  n         bigint not null,
  primary key (paper_id, author_id, client_id)
);

-- What the ledger adds up to. A deleted note stays as a tombstone without its text.
create table note (
  paper_id    uuid             not null,
  note_id     uuid             not null,
  author_id   uuid             not null,
  author_name text             not null,
  text        text             not null,
  color       text             not null,
  font        text             not null,
  x           double precision not null,
  y           double precision not null,
  width       double precision not null,
  rotation    double precision not null,
  z           text             not null collate "C",
  created_seq bigint           not null,
  version     bigint           not null,  -- seq of the last change
  created_at  timestamptz      not null,
  updated_at  timestamptz      not null,
  deleted     boolean          not null default false,
  primary key (paper_id, note_id)
);

create index note_in_order on note (paper_id, created_seq) where not deleted;

create table link (
  paper_id    uuid        not null,
  link_id     uuid        not null,
  kind        text        not null check (kind in ('write', 'read', 'reveal')),
  secret_hash bytea       not null,
  max_uses    integer,
  uses        integer     not null default 0,
  expires_at  timestamptz,
  closed_at   timestamptz,
  created_at  timestamptz not null,
  primary key (paper_id, link_id),
  unique (paper_id, secret_hash)
);

create table guest (
  paper_id   uuid        not null,
  guest_id   uuid        not null,
  link_id    uuid        not null,
  user_id    uuid,                    -- when the guest was signed in
  name       text        not null,
  role       text        not null check (role in ('writer', 'reader', 'recipient')),
  token_hash bytea       not null,
  created_at timestamptz not null,
  primary key (paper_id, guest_id),
  unique (paper_id, token_hash)
);

create unique index guest_of_user on guest (paper_id, user_id, role) where user_id is not null;
