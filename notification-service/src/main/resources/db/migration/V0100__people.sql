-- Who can be told something in the application: learnt from user-service's events.
create table person (
  id            uuid primary key,
  email         text not null,
  name          text not null,
  locale        text not null,
  registered_at timestamptz not null
);

-- Not unique: which account an address belongs to is user-service's business, and events may overtake each other.
create index person_email on person (email);
