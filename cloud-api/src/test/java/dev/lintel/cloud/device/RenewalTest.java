package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.RenewalText;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// An edge gets its next certificate on the word of the key it has.
@NullMarked
class RenewalTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final Holder first = enrolled();

    /// A key and the certificate for it.
    private record Holder(EdgeId edge, KeyPair keys, X509Certificate certificate, Instant renewAfter) {}

    @Test
    void aNewKeyGetsTheNextCertificateAndBothAreGoodMeanwhile() throws Exception {
        KeyPair next = TestKeys.pair();

        var renewed = (Enrolment.Enrolled) renew(first, next);

        assertThat(leaf(renewed).getPublicKey()).isEqualTo(next.getPublic());
        assertThat(Bearer.of(leaf(renewed))).contains(new Bearer.Edge(first.edge()));
        assertThat(revoked(first.certificate())).isFalse();
        assertThat(first.renewAfter()).isBetween(Instant.now().plus(Duration.ofDays(19)),
                Instant.now().plus(Duration.ofDays(21)));
        assertThat(renew(first, next)).as("a lost answer").isEqualTo(renewed);
    }

    @Test
    void aCertificateHasOneSuccessorAndWhoeverAsksForAnotherIsRefusedWithAnAlarm() throws Exception {
        KeyPair second = TestKeys.pair();
        var rightful = (Enrolment.Enrolled) renew(first, second);

        assertThat(renew(first, TestKeys.pair())).as("somebody else who has the old key")
                .isEqualTo(new Enrolment.RenewalRefused());

        assertThat(revoked(leaf(rightful))).isFalse();
        assertThat(renew(first, second)).as("a lost answer, even now").isEqualTo(rightful);
        assertThat(alarms()).containsExactly("renewal-contested");
        var next = renew(new Holder(first.edge(), second, leaf(rightful), rightful.renewAfter()), TestKeys.pair());
        assertThat(next).isInstanceOf(Enrolment.Enrolled.class);
        assertThat(renew(first, second)).as("long replaced").isEqualTo(new Enrolment.RenewalRefused());
    }

    @Test
    void theOverlapEndsWithTheNextRenewal() throws Exception {
        KeyPair second = TestKeys.pair();
        var one = (Enrolment.Enrolled) renew(first, second);
        var two = (Enrolment.Enrolled) renew(new Holder(first.edge(), second, leaf(one), one.renewAfter()), TestKeys.pair());
        assertThat(revoked(first.certificate())).isTrue();
        assertThat(revoked(leaf(one))).isFalse();
        assertThat(revoked(leaf(two))).isFalse();
        assertThat(renew(first, TestKeys.pair())).isEqualTo(new Enrolment.RenewalRefused());
        assertThat(followed(first.certificate())).as("its edge goes on").contains(true);
    }

    @Test
    void aRevokedEdgeLosesItsRenewedCertificateToo() throws Exception {
        var renewed = (Enrolment.Enrolled) renew(first, TestKeys.pair());
        cloud.bean(EdgeDesk.class)
                .revoke(new By(owner.tenantId(), "person:admin", new OperationId(UUID.randomUUID())),
                        first.edge(), "lost");
        assertThat(revoked(first.certificate())).isTrue();
        assertThat(revoked(leaf(renewed))).isTrue();
        assertThat(followed(leaf(renewed))).as("nothing comes after it").contains(false);
        assertThat(renew(first, TestKeys.pair())).isEqualTo(new Enrolment.RenewalRefused());
    }

    @Test
    void whoeverOnlySawTheCertificateGetsNothing() throws Exception {
        KeyPair thief = TestKeys.pair();
        String request = request(thief);
        assertThat(desk().renew(pem(first.certificate()), request, signature(thief, first.certificate(), request)))
                .isEqualTo(new Enrolment.RenewalRefused());
        String other = request(TestKeys.pair());
        String signed = signature(first.keys(), first.certificate(), other);
        assertThat(desk().renew(pem(first.certificate()), request, signed)).as("a signature for another request")
                .isEqualTo(new Enrolment.RenewalRefused());
        assertThat(desk().renew("no certificate", request, "!")).isEqualTo(new Enrolment.RenewalRefused());
    }

    @Test
    void theOldKeyIsNoNewKey() throws Exception {
        assertThat(renew(first, first.keys())).isEqualTo(new Enrolment.RequestRefused(CertificateRequest.Flaw.OLD_KEY));
    }

    @Test
    void aCertificateOfOursThatWasNeverIssuedIsWorthNothing() throws Exception {
        KeyPair pair = TestKeys.pair();
        X509Certificate forged = cloud.bean(Authority.class).certify(first.edge(), pair.getPublic()).getFirst();
        assertThat(renew(new Holder(first.edge(), pair, forged, Instant.EPOCH), TestKeys.pair()))
                .isEqualTo(new Enrolment.RenewalRefused());
    }

    @Test
    void anEndedCertificateIsGoodForARenewalForThirtyFiveDays() throws Exception {
        var missed = issuedSoThatItEnded(Duration.ofDays(36));
        assertThat(renew(missed, TestKeys.pair())).isEqualTo(new Enrolment.RenewalRefused());
        var late = issuedSoThatItEnded(Duration.ofDays(34));
        assertThat(cloud.bean(Authority.class).vouchesFor(late.certificate())).as("it opens no connection").isFalse();

        var renewed = (Enrolment.Enrolled) renew(late, TestKeys.pair());

        assertThat(cloud.bean(Authority.class).vouchesFor(leaf(renewed))).isTrue();
    }

    private Holder issuedSoThatItEnded(Duration ago) {
        Instant issued = Instant.now().minus(ago).minus(Authority.EDGE_VALIDITY);
        KeyPair pair = TestKeys.pair();
        var chain = at(issued).certify(first.edge(), pair.getPublic());
        cloud.bean(Transactions.class).inTenant(owner.tenantId(), handle -> {
            CertificateStore.insert(handle, owner.tenantId(), first.edge(), chain,
                    CertificateStore.Cause.renewalOf(first.certificate()), issued);
            return true;
        });
        return new Holder(first.edge(), pair, chain.getFirst(), issued);
    }

    @Test
    void twoRootsAreBelievedWhileTheRootChanges() {
        var folder = cloud.folder().resolve("another-authority");
        Instant now = Instant.now();
        var clock = InstantSource.fixed(now);
        var chance = new SecureRandom();
        Authority before = Authority.open(folder, AuthorityFolder.RootChange.KEEP, clock, chance);
        X509Certificate old = before.certify(first.edge(), TestKeys.pair().getPublic()).getFirst();

        Authority prepared = Authority.open(folder, AuthorityFolder.RootChange.PREPARE, clock, chance);
        assertThat(prepared.root()).isEqualTo(before.root());
        assertThat(prepared.trust()).hasSize(2).first().isEqualTo(before.root());

        Authority switched = Authority.open(folder, AuthorityFolder.RootChange.SWITCH, clock, chance);
        assertThat(switched.root()).isEqualTo(prepared.trust().getLast());
        assertThat(switched.trust()).containsExactlyInAnyOrderElementsOf(prepared.trust());
        assertThat(switched.vouchesFor(old)).isTrue();
        assertThat(switched.vouchesFor(switched.certify(first.edge(), TestKeys.pair().getPublic()).getFirst())).isTrue();
        assertThat(Authority.open(folder, AuthorityFolder.RootChange.SWITCH, clock, chance).root()).isEqualTo(switched.root());
    }

    private Authority at(Instant now) {
        return Authority.open(cloud.folder().resolve("authority"), InstantSource.fixed(now), new SecureRandom());
    }

    private Holder enrolled() {
        var registered = (EdgeDesk.Registration.Registered) cloud.bean(EdgeDesk.class)
                .register(new By(owner.tenantId(), "person:admin", new OperationId(UUID.randomUUID())), "edge",
                        Set.of(FloorId.of(room.floor())));
        KeyPair pair = TestKeys.pair();
        var enrolled = (Enrolment.Enrolled) cloud.bean(EnrolmentDesk.class).enrol(registered.enrolmentToken(), request(pair));
        return new Holder(registered.edge(), pair, leaf(enrolled), enrolled.renewAfter());
    }

    private Enrolment renew(Holder holder, KeyPair next) throws Exception {
        String request = request(next);
        return desk().renew(pem(holder.certificate()), request, signature(holder.keys(), holder.certificate(), request));
    }

    private List<String> alarms() {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(),
                        handle -> handle.createQuery("SELECT kind FROM alarm").mapTo(String.class).list());
    }

    private RenewalDesk desk() {
        return cloud.bean(RenewalDesk.class);
    }

    private boolean revoked(X509Certificate certificate) {
        return cloud.bean(Revocations.class).contains(certificate) && cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(),
                        handle -> handle.createQuery("SELECT count(*) FROM revocation WHERE serial = :serial")
                                .bind("serial", RevocationStore.text(certificate.getSerialNumber()))
                                .mapTo(Integer.class)
                                .one() == 1);
    }

    private Optional<Boolean> followed(X509Certificate certificate) {
        return cloud.bean(Transactions.class)
                .unfenced(handle -> RevocationStore.inForce(handle, Instant.now()))
                .stream()
                .filter(one -> one.serial().equals(certificate.getSerialNumber()))
                .map(Revocations.Revoked::followed)
                .findFirst();
    }

    private static String signature(KeyPair keys, X509Certificate old, String request) throws Exception {
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(RenewalText.of(Pem.encoded(old), Pem.bytes(request, Pem.REQUEST).orElseThrow()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String request(KeyPair pair) {
        return CertificateRequestTest.pem(pair, pair, "CN=whatever");
    }

    private static String pem(X509Certificate certificate) {
        return Pem.of(List.of(certificate));
    }

    private static X509Certificate leaf(Enrolment.Enrolled enrolled) {
        return Pem.certificate(enrolled.certificateChain());
    }
}
