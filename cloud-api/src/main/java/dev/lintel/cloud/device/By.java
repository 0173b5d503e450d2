package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;

/// Who wants a change of the devices, for which tenant, under which operation.
///
/// @param actor as the audit trail names them
public record By(TenantId tenant, String actor, OperationId operation) {}
