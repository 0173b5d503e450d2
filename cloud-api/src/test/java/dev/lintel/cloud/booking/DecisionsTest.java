package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.wire.LineJson;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Requests that wait for a door's word; ids are chosen by those who ask, so they may be the same.
class DecisionsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final Decisions decisions = cloud.bean(Decisions.class);
    private final OperationId operation = cloud.bean(IdSource.class).operation();
    private final Answer answer = new Answer.Refused(new Rejection.NotAllowed());

    @Test
    void twoRequestsOfOneOperationBothHearItsAnswer() {
        try (var first = decisions.expect(owner.tenantId(), operation);
                var second = decisions.expect(owner.tenantId(), operation)) {
            decided(owner);
            assertThat(first.upTo(SOON)).contains(answer);
            assertThat(second.upTo(SOON)).contains(answer);
        }
    }

    @Test
    void whoseIdIsTheSameInAnotherTenantHearsNothing() {
        var other = cloud.newTenant();
        try (var mine = decisions.expect(owner.tenantId(), operation);
                var theirs = decisions.expect(other.tenantId(), operation)) {
            decided(owner);
            assertThat(mine.upTo(SOON)).contains(answer);
            assertThat(theirs.upTo(Duration.ofMillis(20))).isEmpty();
        }
    }

    private void decided(TestCloud.Member of) {
        var room = cloud.newRoom(of);
        var _ = cloud.bean(Transactions.class)
                .<Integer>inTenant(of.tenantId(),
                        handle -> handle.execute(
                                "INSERT INTO answer (tenant_id, op, floor_id, body, at) VALUES (?, ?, ?, ?, now())",
                                of.tenantId().value(), operation.value(), UUID.fromString(room.floor()),
                                LineJson.answer(answer).canonical()));
        cloud.bean(Bell.class).ring(Set.of(), Set.of(operation));
    }
}
