create table signing_key (
  kid text primary key,
  -- JWK without the private part
  public_key text not null,
  -- nonce and AES-256-GCM ciphertext of the private JWK, bound to the kid
  sealed_key bytea not null,
  created_at timestamptz not null,
  -- published before it signs, so that everybody knows it by then
  signs_from timestamptz not null
);
