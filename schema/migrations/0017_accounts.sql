-- 0017 accounts: who calls by a token of his own, and which person of a contract that is; what a read receipt proves thereby.
-- breaking: no
set local search_path = mlps;

-- The token is stored nowhere, as that of a calendar feed. A name is never given twice: events and receipts name accounts for good.
create table account (
    id         bigint generated always as identity constraint account_pk primary key,
    name       text not null constraint account_name_unique unique
               constraint account_name_form check (name ~ '^[a-z][a-z0-9._-]{1,39}$'),
    token_hash text not null constraint account_token_unique unique
               constraint account_token_form check (token_hash ~ '^[0-9a-f]{64}$'), -- SHA-256
    added_at   timestamptz not null default business_now(),
    added_by   text not null default current_actor() constraint account_adder_len check (length(added_by) between 1 and 120),
    revoked_at timestamptz,
    revoked_by text constraint account_revoker_len check (length(revoked_by) between 1 and 120),
    version    integer not null default 1 constraint account_version_range check (version >= 1),
    constraint account_revoked_iff check ((revoked_at is null) = (revoked_by is null))
);

-- Who an account is in a contract: one person there at most, for a receipt must have one giver. A person may have several accounts.
alter table person add constraint person_contract_unique unique (contract_id, id);
create table account_person (
    account_id  bigint not null constraint account_person_account_fk references account (id),
    contract_id bigint not null,
    person_id   bigint not null,
    bound_at    timestamptz not null default business_now(),
    bound_by    text not null default current_actor()
                constraint account_person_binder_len check (length(bound_by) between 1 and 120),
    constraint account_person_pk primary key (account_id, contract_id),
    constraint account_person_person_fk foreign key (contract_id, person_id) references person (contract_id, id)
);
create index account_person_person_idx on account_person (contract_id, person_id);

-- Whether somebody else than the person said "read": an account that is nobody's, by whom the person was only named. Until now all were.
alter table notification add column read_on_behalf boolean;
alter table notification disable trigger notification_receipt;
update notification set read_on_behalf = true where read_at is not null;
alter table notification enable trigger notification_receipt;
alter table notification add constraint notification_behalf_iff check ((read_at is null) = (read_on_behalf is null));

-- A fact that a receipt states names it; it is the notification that was read.
alter table fact add column receipt_id bigint constraint fact_receipt_fk references notification (id)
    constraint fact_receipt_unique unique;

create or replace view penalty_notice with (security_invoker = true) as
    select r.object_id as penalty_id, r.contract_id, r.id as reminder_id, n.id as notification_id, r.person_id, r.channel,
           r.due_version as revision, r.sent_at, r.late, n.read_at, n.read_by, n.read_on_behalf
      from reminder r
      left join notification n on n.reminder_id = r.id
     where r.object_kind = 'penalty' and r.rule = 'notice' and r.state = 'sent';
