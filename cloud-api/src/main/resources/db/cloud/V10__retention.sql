-- How long a tenant keeps its own things, where that is not what the installation says.
CREATE TABLE retention (
    tenant_id     uuid PRIMARY KEY REFERENCES tenant,
    titles_days   integer,
    bookings_days integer,
    audit_days    integer
);
ALTER TABLE retention ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON retention USING (tenant_id = nullif(current_setting('lintel.tenant', true), '')::uuid
    OR current_setting('lintel.scope', true) = 'all');
GRANT SELECT, INSERT, UPDATE ON retention TO lintel_app;

-- Still the one way in which rows of the trail leave, now of these tenants, or of all but these.
DROP FUNCTION forget_audit(timestamptz, integer);
CREATE FUNCTION forget_audit(before timestamptz, most integer, tenants uuid[], only_these boolean) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    WITH gone AS (
        DELETE FROM audit WHERE ctid IN (
            SELECT ctid FROM audit WHERE at < least(before, now() - interval '30 days')
                AND (tenant_id = ANY (tenants)) = only_these LIMIT most
        ) RETURNING 1
    ) SELECT count(*)::integer FROM gone
$$;
REVOKE ALL ON FUNCTION forget_audit(timestamptz, integer, uuid[], boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_audit(timestamptz, integer, uuid[], boolean) TO lintel_app;

-- Alarms leave with the trail that tells of them; and somebody may say that they have seen one.
ALTER TABLE alarm ADD COLUMN seen_at timestamptz;
ALTER TABLE alarm ADD COLUMN seen_by text;
CREATE INDEX alarm_by_time ON alarm (tenant_id, at);
GRANT UPDATE, DELETE ON alarm TO lintel_app;
