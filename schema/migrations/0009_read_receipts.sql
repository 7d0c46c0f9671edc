-- 0009 read receipts: who read a notification, and when, kept for good; what proves that people were told of a penalty.
-- breaking: no
set local search_path = mlps;

-- The account that said "read"; the person is the one the notification is for.
alter table notification add column read_by text constraint notification_reader_len check (length(read_by) between 1 and 120);
update notification set read_by = 'before 0009' where read_at is not null;
alter table notification add constraint notification_read_iff check ((read_at is null) = (read_by is null));
alter table notification add constraint notification_read_order check (read_at >= created_at);

-- A receipt is evidence: neither its instant nor the text that was read can change once it is there, whoever tries.
create trigger notification_receipt before update on notification for each row when (old.read_at is not null)
    execute function refuse_change();

-- Proof of notice: for each person and way by which a penalty's notice went, when it was sent, and when it was read (in the
-- application alone can reading be seen). The earliest read_at of a penalty is when its notice was received.
create view penalty_notice with (security_invoker = true) as
    select r.object_id as penalty_id, r.contract_id, r.id as reminder_id, n.id as notification_id, r.person_id, r.channel,
           r.due_version as revision, r.sent_at, r.late, n.read_at, n.read_by
      from reminder r
      left join notification n on n.reminder_id = r.id
     where r.object_kind = 'penalty' and r.rule = 'notice' and r.state = 'sent';
