package dev.lintel.edge.sync;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.protocol.identity.RenewalText;
import dev.lintel.protocol.wire.Json;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks for the next certificate when two thirds of the present one's life are over, with a new key, on the word of the old.
///
/// ```
/// Good ──two thirds──► asked ──answer kept──► Good, and the link begins anew
///                        │ ▲
///                not reached, or in trouble: Late          turned away: Refused, a person must act
/// ```
///
/// Key and certificate rest in one file that is replaced by one move, so a crash at any moment leaves a pair that works;
/// until the end of its life the old one still does. An ended certificate is renewed as well: a floor that was cut off for
/// a month comes back by itself.
///
/// Threading: a thread of its own (`renewal`), so that a cloud that does not answer holds neither link nor door.
@Singleton
public final class Renewals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

    private static final long LOOK_SECONDS = 10;
    /// Full jitter, as everywhere: a thousand edges were enrolled in the same week.
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    /// Whatever this machine's clock says, a certificate is not renewed more often.
    private static final Duration BETWEEN_TWO = Duration.ofDays(1);

    /// How this edge stands with its certificate.
    public sealed interface State {

        /// There is none yet.
        record None() implements State {}

        record Good(Instant endsAt, Instant renewedFrom) implements State {}

        /// It should have been renewed, and the cloud could not be asked. The reason is a sentence.
        record Late(Instant endsAt, String reason) implements State {}

        /// The cloud does not renew it.
        record Refused(Instant endsAt, String reason) implements State {}
    }

    private final EdgeSettings settings;
    private final DataFolder folder;
    private final DoorClock clock;
    private final RandomGenerator chance;
    private final Counter renewed;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("renewal").daemon().factory());
    private volatile State state = new State.None();
    private long notBeforeNanos = System.nanoTime();
    private Duration pause = FIRST_PAUSE;
    private volatile boolean notAccepted;
    private long notAcceptedFromNanos = System.nanoTime();

    Renewals(EdgeSettings settings, DataFolder folder, DoorClock clock, RandomGenerator chance, MeterRegistry meters) {
        this.settings = settings;
        this.folder = folder;
        this.clock = clock;
        this.chance = chance;
        this.renewed = meters.counter("lintel.certificate.renewed");
        meters.gauge("lintel.certificate.ends.seconds", this, it -> it.endsAt().map(Instant::getEpochSecond).orElse(0L));
    }

    /// @param afterwards called when a new certificate is in its place, for the link to use it
    public void start(Runnable afterwards) {
        var _ = thread.scheduleWithFixedDelay(() -> {
            try {
                if (look()) {
                    afterwards.run();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("the certificate could not be looked at", e);
            }
        }, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    public State state() {
        return state;
    }

    private Optional<Instant> endsAt() {
        return switch (state) {
            case State.None _ -> Optional.empty();
            case State.Good(Instant endsAt, Instant _) -> Optional.of(endsAt);
            case State.Late(Instant endsAt, String _) -> Optional.of(endsAt);
            case State.Refused(Instant endsAt, String _) -> Optional.of(endsAt);
        };
    }

    /// Looks whether a renewal is due, and tries it. True when there is a new certificate.
    boolean look() throws InterruptedException {
        Optional<Identity> kept;
        try {
            kept = Identity.load(folder);
        } catch (IOException damaged) {
            // The link says so, each time it tries.
            return false;
        }
        if (kept.isEmpty()) {
            return false;
        }
        Identity identity = kept.get();
        if (clock.moment().now().isBefore(identity.renewAfter()) && !(notAccepted && askedWhenRefused())) {
            state = new State.Good(identity.endsAt(), identity.renewAfter());
            return false;
        }
        if (System.nanoTime() - notBeforeNanos < 0) {
            return false;
        }
        return attempt(identity);
    }

    /// A broker that does not take this certificate may know better than this machine's clock that it has ended. One question
    /// a day settles that.
    private boolean askedWhenRefused() {
        return System.nanoTime() - notAcceptedFromNanos >= 0;
    }

    /// To be called when the broker does not take the certificate, by any thread.
    public void notAccepted() {
        notAccepted = true;
    }

    private boolean attempt(Identity identity) throws InterruptedException {
        try {
            switch (renew(identity)) {
                case CertificateExchange.Said.Yes(String body) -> {
                    settled();
                    Identity next = kept(identity, body);
                    renewed.increment();
                    state = new State.Good(next.endsAt(), next.renewAfter());
                    wait(BETWEEN_TWO);
                    pause = FIRST_PAUSE;
                    LOG.info("the certificate was renewed; it is good until {}", next.endsAt());
                    return true;
                }
                case CertificateExchange.Said.No(int status) -> {
                    settled();
                    String sentence = "The cloud does not renew it (status " + status
                            + "): it was revoked or replaced, was renewed for another key before, or ended more than 35 days"
                            + " ago. Enrol the edge again.";
                    LOG.warn("certificate: {}", sentence);
                    state = new State.Refused(identity.endsAt(), sentence);
                    wait(LONGEST_PAUSE);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            String sentence = Trouble.sentence(e, cloud(identity).map(URI::getAuthority).orElse("the cloud"));
            if (!(state instanceof State.Late(Instant _, String said)) || !said.equals(sentence)) {
                LOG.warn("the certificate could not be renewed: {}", sentence);
            }
            state = new State.Late(identity.endsAt(), sentence);
            wait(Duration.ofMillis(chance.nextLong(pause.toMillis() + 1)));
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
        return false;
    }

    /// The cloud has answered, so what the broker thought of the certificate before is settled.
    private void settled() {
        notAccepted = false;
        notAcceptedFromNanos = System.nanoTime() + BETWEEN_TWO.toNanos();
    }

    private void wait(Duration time) {
        notBeforeNanos = System.nanoTime() + time.toNanos();
    }

    private Optional<URI> cloud(Identity identity) {
        return settings.cloud().or(() -> identity.upkeep().cloud());
    }

    private CertificateExchange.Said renew(Identity identity)
            throws IOException, GeneralSecurityException, InterruptedException {
        URI cloud = cloud(identity).orElseThrow(() -> new IOException("lintel.cloud.url is not set"));
        PendingKey pending = PendingKey.of(folder, PendingKey.For.RENEWAL);
        if (pending.keys().getPublic().equals(identity.leaf().getPublicKey())) {
            // A crash came between keeping the certificate and forgetting that its key was waiting for it.
            PendingKey.forget(folder, PendingKey.For.RENEWAL);
            pending = PendingKey.of(folder, PendingKey.For.RENEWAL);
        }
        byte[] request = pending.request(identity.edge().toString());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(identity.key());
        signature.update(RenewalText.of(identity.leaf().getEncoded(), request));
        Json.Obj wish = Json.object()
                .with("certificate", Pem.of("CERTIFICATE", identity.leaf().getEncoded()))
                .with("csr", Pem.of("CERTIFICATE REQUEST", request))
                .with("signature", Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign()));
        return CertificateExchange.ask(cloud, "/api/v1/renewals", Tls.believing(identity.trust()), wish);
    }

    private Identity kept(Identity before, String body) throws IOException, GeneralSecurityException {
        URI cloud = cloud(before).orElseThrow();
        Identity next = CertificateExchange.identity(body, PendingKey.of(folder, PendingKey.For.RENEWAL).keys(), cloud)
                .withToken(before.upkeep().tokenHash());
        if (!next.edge().equals(before.edge()) || !next.floor().equals(before.floor())) {
            throw new IOException("the cloud renewed another edge than this one");
        }
        synchronized (folder) {
            if (Identity.load(folder).filter(now -> now.leaf().equals(before.leaf())).isEmpty()) {
                throw new IOException("this edge was enrolled again meanwhile, which is newer than this renewal");
            }
            next.save(folder);
        }
        PendingKey.forget(folder, PendingKey.For.RENEWAL);
        return next;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
