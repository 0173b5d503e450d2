package dev.lintel.cloud.device;

import dev.lintel.protocol.wire.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// An edge as an admin sees it.
///
/// @param state `awaiting` (its token was not used yet), `enrolled`, `revoked`, `quarantined` or `retired`
/// @param lastSeenAt when anything was last heard of it
/// @param certificateExpiresAt of the newest certificate that is not revoked
/// @param health as the edge told last
@Serdeable
public record EdgeView(String id, String name, String state, List<UUID> floorIds, Instant createdAt,
        @Nullable Instant lastSeenAt, @Nullable Instant certificateExpiresAt, @Nullable Health health) {

    /// A tenant with more floors than this reads by site in a later version.
    static final int PAGE = 500;

    /// @param at when it was told
    /// @param clock the kind of its clock's quality; only `synchronised` decides about now without a doubt
    @Serdeable
    public record Health(Instant at, String version, String startedAt, String clock, long diskFreeBytes, long diskTotalBytes,
            List<Check> checks) {}

    /// @param status `up`, `degraded` or `down`
    /// @param fix what a technician does about it
    @Serdeable
    public record Check(String id, String status, String detail, String fix) {}

    static Health health(Instant at, String body) {
        Map<String, Json> fields = ((Json.Obj) Json.parse(body)).fields();
        var checks = new ArrayList<Check>();
        if (fields.get("checks") instanceof Json.Arr(List<Json> items)) {
            for (Json item : items) {
                if (item instanceof Json.Obj(var check)) {
                    checks.add(new Check(text(check, "id"), text(check, "status"), text(check, "detail"), text(check, "fix")));
                }
            }
        }
        return new Health(at, text(fields, "version"), text(fields, "startedAt"), text(fields, "clock"),
                number(fields, "diskFreeBytes"), number(fields, "diskTotalBytes"), checks);
    }

    private static String text(Map<String, Json> fields, String name) {
        return fields.get(name) instanceof Json.Text(String text) ? text : "";
    }

    private static long number(Map<String, Json> fields, String name) {
        return fields.get(name) instanceof Json.Num(long number) ? number : 0;
    }
}
