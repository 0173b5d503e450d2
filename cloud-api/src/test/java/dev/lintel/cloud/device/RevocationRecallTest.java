package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.device.Revocations.Ending;
import dev.lintel.cloud.device.Revocations.Revoked;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a database that has forgotten revocations is told at the start. The restore itself is `RestoredRevocationTest`.
class RevocationRecallTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final EnrolledEdges.Enrolled edge = EnrolledEdges.enrol(cloud.context(), owner.tenantId(),
            Set.of(FloorId.of(room.floor())));

    @Test
    void anEdgeThatWasShutOutIsShutOutAgainAndSomebodyIsTold() {
        recall(remembered(Ending.SHUT_OUT));

        assertThat(state()).isEqualTo("revoked");
        assertThat(EnrolledEdges.renews(cloud.context(), edge)).isFalse();
        assertThat(cloud.bean(Revocations.class).contains(edge.credential().leaf())).isTrue();
        assertThat(texts("SELECT kind FROM alarm")).containsExactly("revocation-recalled");
        assertThat(texts("SELECT action FROM audit WHERE actor = 'cloud'")).contains("edge-revoked");
    }

    @Test
    void whoWasLetInAgainSinceStaysInAtEachFurtherStart() {
        recall(remembered(Ending.SHUT_OUT));
        var by = new By(owner.tenantId(), "person:admin", new OperationId(UUID.randomUUID()));
        var token = (Outcome.Done<EdgeDesk.Registration.Registered>) cloud.bean(DoorChangeDesk.class)
                .reenrol(by, edge.id(), false);
        var again = EnrolledEdges.enrol(cloud.context(), token.value().enrolmentToken());

        recall(remembered(Ending.SHUT_OUT));

        assertThat(state()).isEqualTo("enrolled");
        assertThat(EnrolledEdges.renews(cloud.context(), again)).isTrue();
        assertThat(EnrolledEdges.renews(cloud.context(), edge)).isFalse();
    }

    /// A fail-over loses the last commits, or a database is put back under a cloud that runs.
    @Test
    void aDatabaseThatForgetsWhileTheCloudRunsRenewsNobodyWhoWasShutOut() {
        var by = new By(owner.tenantId(), "person:admin", new OperationId(UUID.randomUUID()));
        assertThat(cloud.bean(EdgeDesk.class).revoke(by, edge.id(), "lost")).isTrue();
        sql("DELETE FROM revocation WHERE edge_id = ?");
        sql("UPDATE edge SET state = 'enrolled' WHERE id = ?");

        assertThat(EnrolledEdges.renews(cloud.context(), edge)).isFalse();
    }

    /// The usual lost card lay in a drawer for weeks.
    @Test
    void aCertificateThatHasEndedIsRememberedAsLongAsItCouldBeRenewed() {
        sql("UPDATE certificate SET expires_at = now() - interval '1 day' WHERE edge_id = ?");
        var by = new By(owner.tenantId(), "person:admin", new OperationId(UUID.randomUUID()));
        assertThat(cloud.bean(EdgeDesk.class).revoke(by, edge.id(), "lost")).isTrue();

        assertThat(cloud.bean(RevocationFile.class).all()).extracting(Revoked::serial)
                .contains(edge.credential().leaf().getSerialNumber());
    }

    /// A session whose edge renewed goes on; one whose edge was shut out must not, whatever the reason is called.
    @Test
    void noReasonToShutSomebodyOutIsTakenForAnEndingThatLetsTheSessionGoOn() {
        var by = new By(owner.tenantId(), "person:admin", new OperationId(UUID.randomUUID()));
        assertThat(cloud.bean(EdgeDesk.class).revoke(by, edge.id(), "renewed")).isTrue();

        assertThat(cloud.bean(RevocationFile.class).all()).filteredOn(one -> one.edge().equals(edge.id()))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.ending()).isEqualTo(Ending.SHUT_OUT));
    }

    @Test
    void whoeverStartsSecondDoesNotShutOutOnceMore() {
        var remembered = remembered(Ending.SHUT_OUT);
        var sql = cloud.bean(Transactions.class);
        boolean first = sql.unfenced(handle -> RevocationStore.recall(handle, owner.tenantId(), remembered));
        boolean second = sql.unfenced(handle -> RevocationStore.recall(handle, owner.tenantId(), remembered));
        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    @Test
    void anEdgeThatWentOnWithAnotherCertificateIsNotShutOut() {
        recall(remembered(Ending.RENEWED));
        assertThat(state()).isEqualTo("enrolled");
        assertThat(EnrolledEdges.renews(cloud.context(), edge)).as("with the certificate that was replaced").isFalse();
        assertThat(texts("SELECT kind FROM alarm")).isEmpty();
    }

    @Test
    void aCertificateThatTheDatabaseDoesNotKnowIsOnTheListsOfItsEdgeAllTheSame() {
        var unknown = new Revoked(BigInteger.valueOf(4_711), edge.id(), now, Ending.ENROLLED_AGAIN);

        recall(unknown);

        assertThat(inForce(now)).contains(unknown);
        assertThat(inForce(now.plus(Authority.EDGE_VALIDITY))).doesNotContain(unknown);
    }

    @Test
    void anEdgeThatTheDatabaseDoesNotKnowIsOnTheBrokersListOnly() {
        var stranger = new Revoked(BigInteger.TEN, EdgeId.of("b".repeat(26)), now, Ending.SHUT_OUT);
        var old = new Revoked(BigInteger.TWO, EdgeId.of("b".repeat(26)), now.minus(Duration.ofDays(31)), Ending.SHUT_OUT);

        recall(stranger);
        var view = cloud.bean(Transactions.class).unfenced(handle -> NodeStore.view(handle, now));

        assertThat(view.revoked()).doesNotContain(stranger);
        assertThat(view.besides(List.of(stranger, old), now).revoked()).contains(stranger).doesNotContain(old);
    }

    private Revoked remembered(Ending ending) {
        return new Revoked(edge.credential().leaf().getSerialNumber(), edge.id(), now, ending);
    }

    private void recall(Revoked one) {
        cloud.bean(RevocationRecall.class).recall(List.of(one));
    }

    private List<Revoked> inForce(Instant at) {
        return cloud.bean(Transactions.class).unfenced(handle -> RevocationStore.inForce(handle, at));
    }

    private void sql(String change) {
        cloud.bean(Transactions.class).inTenant(owner.tenantId(), handle -> handle.execute(change, edge.id().value()));
    }

    private String state() {
        return texts("SELECT state FROM edge WHERE id = '" + edge.id() + "'").getFirst();
    }

    private List<String> texts(String query) {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(), handle -> handle.createQuery(query).mapTo(String.class).list());
    }
}
