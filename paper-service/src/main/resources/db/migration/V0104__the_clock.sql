-- The times of a paper as its owner thinks of them: what a clock on the wall shows in the paper's zone. When the rules of a
-- zone change, the instants are computed anew from these.
alter table paper
  add column closes_local  timestamp,
  add column deliver_local timestamp;

update paper set
  closes_local = closes_at at time zone zone,
  deliver_local = deliver_at at time zone zone
where closes_at is not null or deliver_at is not null;

-- What the clock looks through: only papers that something is still planned for.
create index paper_closing on paper (closes_at) where state = 'open' and closes_at is not null;
create index paper_delivering on paper (deliver_at) where state in ('open', 'sealed') and deliver_at is not null;
