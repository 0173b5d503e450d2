package dev.lintel.cloud.account;

import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import java.util.UUID;

/// Who asks, as the access token proves it.
public record Caller(TenantId tenant, PersonId person, UUID session, Role role) {

    /// As the audit trail names them.
    public String actor() {
        return "person:" + person;
    }

    public boolean isOwner() {
        return role == Role.OWNER;
    }
}
