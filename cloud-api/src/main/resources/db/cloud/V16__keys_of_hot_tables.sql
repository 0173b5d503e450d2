-- Rows that are only ever added, with each decision, leave the tenant's row alone: a foreign key locks the row it points to, and
-- all transactions of a tenant at once lock the same one, each writing it anew with the list of all others. That the tenant is
-- there follows from the floor, which every decision holds, and row-level security lets nobody write for another.
ALTER TABLE audit DROP CONSTRAINT audit_tenant_id_fkey;
ALTER TABLE live_event DROP CONSTRAINT live_event_tenant_id_fkey;
ALTER TABLE operation DROP CONSTRAINT operation_tenant_id_fkey;
