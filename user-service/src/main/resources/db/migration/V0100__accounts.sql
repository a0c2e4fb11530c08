create table account (
  id uuid primary key,
  email text not null constraint account_email unique check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (octet_length(name) between 1 and 2560),
  locale text not null check (locale in ('ko', 'en')),
  -- PHC form: $argon2id$v=19$m=…,t=…,p=…$salt$hash
  password_hash text not null,
  -- what made the account, so that the same request again finds it
  sign_up_key text check (length(sign_up_key) between 1 and 64),
  created_at timestamptz not null
);
