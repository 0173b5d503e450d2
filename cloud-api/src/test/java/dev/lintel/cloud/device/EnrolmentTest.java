package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.Ports;
import dev.lintel.cloud.device.BootDesk.Sighting;
import dev.lintel.cloud.device.EdgeDesk.Registration;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.LineJson;
import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class EnrolmentTest {

    @TempDir
    static Path folder;
    static ApplicationContext cloud;

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final FloorId floor = new FloorId(UUID.randomUUID());

    @BeforeAll
    static void start() throws IOException {
        cloud = ApplicationContext.run(Map.of("lintel.data", folder.toString(), "lintel.broker.port", Ports.free()));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @BeforeEach
    void aFloor() {
        cloud.getBean(Transactions.class).inTenant(tenant, handle -> {
            handle.execute("INSERT INTO tenant (id, slug, name, created_at) VALUES (?, ?, 'T', now())", tenant.value(),
                    "t" + tenant.value().toString().substring(0, 8));
            UUID site = UUID.randomUUID();
            handle.execute("INSERT INTO site (tenant_id, id, name, time_zone, created_at) VALUES (?, ?, 'S', 'UTC', now())",
                    tenant.value(), site);
            return handle.execute("""
                    INSERT INTO floor (tenant_id, id, site_id, name, created_at, generation, standing)
                    VALUES (?, ?, ?, 'F', now(), ?, ?)
                    """, tenant.value(), floor.value(), site, site, LineJson.standing(new Standing.Deciding()).canonical());
        });
    }

    @Test
    void aTokenBuysOneCertificateForTheKeyOfTheRequest() throws Exception {
        Registration.Registered registered = register();
        KeyPair pair = TestKeys.pair();

        var enrolled = (Enrolment.Enrolled) enrol(registered.enrolmentToken(), pair);

        assertThat(enrolled.edge()).isEqualTo(registered.edge());
        assertThat(enrolled.floors()).containsExactly(floor);
        X509Certificate leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(enrolled.certificateChain().getBytes(StandardCharsets.US_ASCII)));
        assertThat(leaf.getPublicKey()).isEqualTo(pair.getPublic());
        assertThat(Bearer.of(leaf)).contains(new Bearer.Edge(registered.edge()));
    }

    @Test
    void theSecondUserOfATokenGetsNothing() {
        Registration.Registered registered = register();
        KeyPair first = TestKeys.pair();
        assertThat(enrol(registered.enrolmentToken(), first)).isInstanceOf(Enrolment.Enrolled.class);
        assertThat(enrol(registered.enrolmentToken(), TestKeys.pair())).isEqualTo(new Enrolment.TokenRefused());
        assertThat(audited("enrolment-token-reused")).isEqualTo(1);
        assertThat(alarms()).containsExactly("enrolment-token-reused");
    }

    @Test
    void aLostAnswerIsGivenAgainToTheSameKeyWithinTheHour() {
        Registration.Registered registered = register();
        KeyPair pair = TestKeys.pair();
        var first = enrol(registered.enrolmentToken(), pair);

        assertThat(enrol(registered.enrolmentToken(), pair)).isEqualTo(first);

        cloud.getBean(Transactions.class)
                .inTenant(tenant,
                        handle -> handle.execute("UPDATE certificate SET issued_at = issued_at - interval '61 minutes'"));
        assertThat(enrol(registered.enrolmentToken(), pair)).isEqualTo(new Enrolment.TokenRefused());
    }

    @Test
    void ofManyWhoUseATokenAtOnceWithTheirOwnKeysOneWins() {
        Registration.Registered registered = register();
        var answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> enrol(registered.enrolmentToken(), TestKeys.pair())))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).filteredOn(answer -> answer instanceof Enrolment.Enrolled).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer instanceof Enrolment.TokenRefused).hasSize(7);
    }

    @Test
    void anEdgeIsEnrolledAgainUnderItsNameAndItsOldCertificateEnds() throws Exception {
        Registration.Registered registered = register();
        var first = (Enrolment.Enrolled) enrol(registered.enrolmentToken(), TestKeys.pair());
        var again = done(doors().reenrol(by(), registered.edge(), false));

        var second = (Enrolment.Enrolled) enrol(again.enrolmentToken(), TestKeys.pair());

        assertThat(second.edge()).isEqualTo(first.edge());
        assertThat(cloud.getBean(Revocations.class).contains(leaf(first))).isTrue();
        assertThat(cloud.getBean(Revocations.class).contains(leaf(second))).isFalse();
    }

    @Test
    void aDoorThatHasNotClosedIsReplacedByForceAlone() throws Exception {
        Registration.Registered old = register();
        var before = (Enrolment.Enrolled) enrol(old.enrolmentToken(), TestKeys.pair());
        assertThat(doors().replace(by(), old.edge(), "new", false))
                .isEqualTo(Outcome.refused(new Refusal.DoorNotClosed(floor)));
        long epoch = epoch();

        var expected = done(doors().replace(by(), old.edge(), "new", true));

        assertThat(epoch()).isEqualTo(epoch + 1);
        assertThat(assignment(old.edge())).as("its late words are heard, and nothing else")
                .contains(new EdgeDirectory.Assignment(tenant, Set.of(), Set.of(floor)));
        assertThat(cloud.getBean(Revocations.class).contains(leaf(before))).isFalse();
        var fresh = (Enrolment.Enrolled) enrol(expected.enrolmentToken(), TestKeys.pair());
        assertThat(fresh.edge()).isNotEqualTo(old.edge());
        assertThat(fresh.floors()).containsExactly(floor);
        assertThat(audited("door-replaced-by-force")).isEqualTo(1);
        assertThat(audited("edge-replaced-by-force")).isEqualTo(1);
        assertThat(doors().replace(by(), old.edge(), "third", true)).isEqualTo(Outcome.refused(new Refusal.NotFound("edge")));

        assertThat(cloud.getBean(EdgeDesk.class).revoke(by(), old.edge(), "lost")).isTrue();
        assertThat(assignment(old.edge())).isEmpty();
        assertThat(cloud.getBean(Revocations.class).contains(leaf(before))).isTrue();
        assertThat(state(old.edge())).isEqualTo("retired");
    }

    @Test
    void anEdgeThatNeverEnrolledMakesRoomWithoutForce() {
        Registration.Registered old = register();
        long epoch = epoch();
        var expected = done(doors().replace(by(), old.edge(), "new", false));
        assertThat(epoch()).isEqualTo(epoch);
        assertThat(enrol(old.enrolmentToken(), TestKeys.pair())).isEqualTo(new Enrolment.TokenRefused());
        assertThat(enrol(expected.enrolmentToken(), TestKeys.pair())).isInstanceOf(Enrolment.Enrolled.class);
    }

    @Test
    void aFloorWhoseDoorIsShutOutStillHasOne() {
        Registration.Registered old = register();
        enrol(old.enrolmentToken(), TestKeys.pair());
        cloud.getBean(EdgeDesk.class).revoke(by(), old.edge(), "lost");
        assertThat(cloud.getBean(EdgeDesk.class).register(by(), "later", Set.of(floor)))
                .isEqualTo(new Registration.FloorHasDoor(floor));
        assertThat(doors().replace(by(), old.edge(), "later", true)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aFloorWhoseDoorIsRemovedIsTheCloudsAlone() {
        Registration.Registered old = register();
        enrol(old.enrolmentToken(), TestKeys.pair());
        assertThat(doors().remove(by(), old.edge(), true)).isEqualTo(Outcome.done(true));
        assertThat(doors().remove(by(), old.edge(), true)).isEqualTo(Outcome.refused(new Refusal.NotFound("edge")));
        assertThat(cloud.getBean(EdgeDesk.class).register(by(), "later", Set.of(floor)))
                .isInstanceOf(Registration.Registered.class);
    }

    @Test
    void aStartThatReturnsMeansTwoMachinesAndNeitherIsBelieved() throws Exception {
        Registration.Registered registered = register();
        var enrolled = (Enrolment.Enrolled) enrol(registered.enrolmentToken(), TestKeys.pair());
        var boots = cloud.getBean(BootDesk.class);
        var original = new BootId(UUID.randomUUID());
        var copy = new BootId(UUID.randomUUID());
        assertThat(boots.seen(tenant, registered.edge(), original, 7)).isNotEqualTo(Sighting.DOUBLE);
        assertThat(boots.seen(tenant, registered.edge(), copy, 8)).as("an ordinary restart").isEqualTo(Sighting.NEW);
        assertThat(boots.seen(tenant, registered.edge(), original, 7)).as("an old word heard late").isEqualTo(Sighting.LATE);
        assertThat(boots.seen(tenant, registered.edge(), copy, 9)).as("a new connection of the latest").isEqualTo(Sighting.NEW);
        assertThat(boots.seen(tenant, registered.edge(), copy, 9)).as("the same once more").isEqualTo(Sighting.AGAIN);
        assertThat(boots.seen(tenant, registered.edge(), copy, 8)).as("the one before").isEqualTo(Sighting.LATE);

        assertThat(boots.seen(tenant, registered.edge(), original, 8)).isEqualTo(Sighting.DOUBLE);

        assertThat(cloud.getBean(EdgeDirectory.class).assignment(registered.edge())).isEmpty();
        assertThat(cloud.getBean(Revocations.class).contains(leaf(enrolled))).isTrue();
        assertThat(cloud.getBean(EdgeDesk.class).list(tenant)).singleElement()
                .satisfies(edge -> assertThat(edge.state()).isEqualTo("quarantined"));
        assertThat(audited("edge-quarantined")).isEqualTo(1);
        assertThat(alarms()).containsExactly("edge-quarantined");
        var again = done(doors().reenrol(by(), registered.edge(), false));
        assertThat(enrol(again.enrolmentToken(), TestKeys.pair())).isInstanceOf(Enrolment.Enrolled.class);
        assertThat(boots.seen(tenant, registered.edge(), original, 9)).as("the one that was let in again")
                .isEqualTo(Sighting.NEW);
    }

    @Test
    void aBadRequestDoesNotBurnTheToken() {
        Registration.Registered registered = register();
        String unsigned = CertificateRequestTest.pem(TestKeys.pair(), TestKeys.pair(), "CN=x");
        assertThat(cloud.getBean(EnrolmentDesk.class).enrol(registered.enrolmentToken(), unsigned))
                .isEqualTo(new Enrolment.RequestRefused(CertificateRequest.Flaw.BAD_SIGNATURE));
        assertThat(enrol(registered.enrolmentToken(), TestKeys.pair())).isInstanceOf(Enrolment.Enrolled.class);
    }

    @Test
    void aTokenPastItsHourIsRefused() {
        Registration.Registered registered = register();
        cloud.getBean(Transactions.class)
                .inTenant(tenant, handle -> handle.execute("UPDATE enrolment SET expires_at = now() - interval '1 second'"));
        assertThat(enrol(registered.enrolmentToken(), TestKeys.pair())).isEqualTo(new Enrolment.TokenRefused());
    }

    @Test
    void aTokenOfAnotherEdgeIsRefused() {
        Registration.Registered registered = register();
        String foreign = registered.enrolmentToken().replace(registered.edge().value(), "zzzzzzzzzzzzzzzzzzzzzzzzzz");
        assertThat(enrol(foreign, TestKeys.pair())).isEqualTo(new Enrolment.TokenRefused());
    }

    @Test
    void aFloorHasOneDoor() {
        Registration.Registered registered = register();
        enrol(registered.enrolmentToken(), TestKeys.pair());
        assertThat(cloud.getBean(EdgeDesk.class).register(by(), "second", Set.of(floor)))
                .isEqualTo(new Registration.FloorHasDoor(floor));
    }

    @Test
    void aLostTokenIsReplacedByRegisteringAgain() {
        Registration.Registered lost = register();
        Registration.Registered again = register();
        assertThat(enrol(lost.enrolmentToken(), TestKeys.pair())).isEqualTo(new Enrolment.TokenRefused());
        assertThat(enrol(again.enrolmentToken(), TestKeys.pair())).isInstanceOf(Enrolment.Enrolled.class);
        assertThat(audited("enrolment-token-reused")).as("nobody used it").isZero();
        assertThat(audited("edge-registered")).isEqualTo(2);
    }

    @Test
    void whatBecomesOfAnEdgeThatMadeRoomConcernsItsSuccessorInNothing() {
        Registration.Registered lost = register();
        enrol(register().enrolmentToken(), TestKeys.pair());
        link("up");
        assertThat(cloud.getBean(EdgeDesk.class).revoke(by(), lost.edge(), "lost")).isTrue();
        assertThat(link()).isEqualTo("up");
    }

    @Test
    void aTokenThatWasMadeBeforeARevocationEndsWithIt() {
        Registration.Registered registered = register();
        enrol(registered.enrolmentToken(), TestKeys.pair());
        var again = done(doors().reenrol(by(), registered.edge(), false));

        cloud.getBean(EdgeDesk.class).revoke(by(), registered.edge(), "lost");

        assertThat(enrol(again.enrolmentToken(), TestKeys.pair())).isEqualTo(new Enrolment.TokenRefused());
        assertThat(state(registered.edge())).isEqualTo("revoked");
        var later = done(doors().reenrol(by(), registered.edge(), false));
        assertThat(enrol(later.enrolmentToken(), TestKeys.pair())).isInstanceOf(Enrolment.Enrolled.class);
    }

    @Test
    void whoeverWatchesAFloorIsToldThatItsDoorIsShutOut() {
        Registration.Registered registered = register();
        enrol(registered.enrolmentToken(), TestKeys.pair());
        link("up");
        cloud.getBean(EdgeDesk.class).revoke(by(), registered.edge(), "lost");
        assertThat(link()).isEqualTo("down");
        assertThat(texts("SELECT body FROM live_event WHERE kind = 'link'")).containsExactly("{\"link\":\"down\"}");
    }

    @Test
    void aStartThatWasHeardLateIsNoReturn() {
        Registration.Registered registered = register();
        enrol(registered.enrolmentToken(), TestKeys.pair());
        var boots = cloud.getBean(BootDesk.class);
        var before = new BootId(UUID.randomUUID());
        assertThat(boots.seen(tenant, registered.edge(), before, 7)).isNotEqualTo(Sighting.DOUBLE);
        assertThat(boots.seen(tenant, registered.edge(), new BootId(UUID.randomUUID()), 9)).isNotEqualTo(Sighting.DOUBLE);
        assertThat(boots.seen(tenant, registered.edge(), before, 8)).as("sent before the restart, heard by another replica")
                .isEqualTo(Sighting.LATE);
        assertThat(boots.seen(tenant, registered.edge(), before, 10)).isEqualTo(Sighting.DOUBLE);
    }

    @Test
    void aFloorOfAnotherTenantIsUnknown() {
        FloorId foreign = new FloorId(UUID.randomUUID());
        assertThat(cloud.getBean(EdgeDesk.class).register(by(), "edge", Set.of(floor, foreign)))
                .isEqualTo(new Registration.UnknownFloor());
    }

    @Test
    void aRevokedEdgeSpeaksForNoFloor() {
        Registration.Registered registered = register();
        enrol(registered.enrolmentToken(), TestKeys.pair());
        assertThat(cloud.getBean(EdgeDesk.class).revoke(by(), registered.edge(), "lost")).isTrue();
        assertThat(cloud.getBean(EdgeDirectory.class).assignment(registered.edge())).isEmpty();
        assertThat(cloud.getBean(EdgeDesk.class).list(tenant)).singleElement()
                .satisfies(edge -> assertThat(edge.state()).isEqualTo("revoked"));
    }

    private By by() {
        return new By(tenant, "person:admin", new OperationId(UUID.randomUUID()));
    }

    private static Registration.Registered done(Outcome<Registration.Registered> outcome) {
        return ((Outcome.Done<Registration.Registered>) outcome).value();
    }

    private static Optional<EdgeDirectory.Assignment> assignment(EdgeId edge) {
        return cloud.getBean(EdgeDirectory.class).assignment(edge);
    }

    private String state(EdgeId edge) {
        return cloud.getBean(EdgeDesk.class).find(tenant, edge).orElseThrow().state();
    }

    private static DoorChangeDesk doors() {
        return cloud.getBean(DoorChangeDesk.class);
    }

    private int audited(String action) {
        return cloud.getBean(Transactions.class)
                .inTenant(tenant, handle -> handle.createQuery("SELECT count(*) FROM audit WHERE action = :action")
                        .bind("action", action)
                        .mapTo(Integer.class)
                        .one());
    }

    private List<String> alarms() {
        return texts("SELECT kind FROM alarm ORDER BY at");
    }

    private String link() {
        return texts("SELECT link FROM floor").getFirst();
    }

    private void link(String state) {
        cloud.getBean(Transactions.class).inTenant(tenant, handle -> handle.execute("UPDATE floor SET link = ?", state));
    }

    private List<String> texts(String query) {
        return cloud.getBean(Transactions.class)
                .inTenant(tenant, handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private long epoch() {
        return cloud.getBean(Transactions.class)
                .inTenant(tenant, handle -> handle.createQuery("SELECT epoch FROM floor").mapTo(Long.class).one());
    }

    private static X509Certificate leaf(Enrolment.Enrolled enrolled) {
        return Pem.certificate(enrolled.certificateChain());
    }

    private Registration.Registered register() {
        return (Registration.Registered) cloud.getBean(EdgeDesk.class).register(by(), "edge", Set.of(floor));
    }

    private static Enrolment enrol(String token, KeyPair pair) {
        return cloud.getBean(EnrolmentDesk.class).enrol(token, CertificateRequestTest.pem(pair, pair, "CN=whatever"));
    }
}
