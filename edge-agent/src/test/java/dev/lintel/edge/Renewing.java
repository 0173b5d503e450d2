package dev.lintel.edge;

import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.sync.CloudLink;
import dev.lintel.edge.sync.LinkStatus;
import dev.lintel.edge.sync.Renewals;
import dev.lintel.protocol.identity.TimeOrdered;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/// An edge of which two thirds of its certificate's life pass at once, again and again: the real agent with a clock that is
/// told the time, started by the journey that has the real cloud. Arguments: what happens, data folder, address of the
/// cloud, file of the token.
@NullMarked
public final class Renewing {

    private static final Duration TWO_THIRDS = Duration.ofDays(21);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path data;
    private final String cloud;
    private final String token;
    private volatile Duration later = Duration.ZERO;

    private Renewing(String data, String cloud, String token) {
        this.data = Path.of(data);
        this.cloud = cloud;
        this.token = token;
    }

    public static void main(String[] args) throws Exception {
        Renewing edge = new Renewing(args[1], args[2], args[3]);
        switch (args[0]) {
            case "renews" -> edge.renews();
            case "is-turned-away" -> edge.isTurnedAway();
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.exit(0);
    }

    private static void say(String what, Object value) {
        System.out.println("edge: " + what + "=" + value);
    }

    private void renews() throws Exception {
        try (Agent agent = start()) {
            linked(agent);
        }
        String first = serial();
        Path old = kept("identity.pem");
        Path waiting = aKeyThatWaits();
        String second = renewed(first);

        // The answer got lost on its way: on the disk are the old pair and the key that waits.
        back(old, "identity.pem");
        back(waiting, "renewal-key.pem");
        say("again", renewed(first).equals(second) ? "the same" : "another");

        String third = whileLinked(second);
        say("certificates", first + "," + second + "," + third);

        Path present = kept("identity.pem");
        back(old, "identity.pem");
        isTurnedAway();
        back(present, "identity.pem");
        Files.deleteIfExists(data.resolve("renewal-key.pem"));
        later = Duration.ZERO;
        try (Agent agent = start()) {
            linked(agent);
        }
    }

    /// What a technician is told about an identity that the cloud no longer takes.
    private void isTurnedAway() throws Exception {
        later = TWO_THIRDS;
        try (Agent agent = start()) {
            say("link", await("turned away", agent, it -> it.part(CloudLink.class)
                    .status() instanceof LinkStatus.Down(String why) && !why.equals("starting")
                            ? Optional.of(why)
                            : Optional.empty()));
            say("certificate", await("not renewed", agent, it -> it.part(Renewals.class)
                    .state() instanceof Renewals.State.Refused(Instant _, String why) ? Optional.of(why) : Optional.empty()));
        }
    }

    private Agent start() throws Exception {
        InstantSource clock = () -> Instant.now().plus(later);
        SplittableRandom chance = new SplittableRandom(9);
        Roots roots = new Roots(clock, DoorDesks.synchronised(clock), chance, new TimeOrdered(clock, chance));
        return Agent.start(roots, "--lintel.data=" + data, "--lintel.panel.port=0", "--lintel.cloud.url=" + cloud,
                "--lintel.enrolment.token-file=" + token);
    }

    private static Instant linked(Agent agent) throws Exception {
        return await("linked", agent, it -> it.part(CloudLink.class).status() instanceof LinkStatus.Live(Instant since)
                ? Optional.of(since)
                : Optional.empty());
    }

    /// A life that begins when the certificate is due. Returns the number of the next one, once linked with it.
    private String renewed(String before) throws Exception {
        later = later.plus(TWO_THIRDS);
        try (Agent agent = start()) {
            String next = another(agent, before);
            linked(agent);
            return next;
        } finally {
            later = later.minus(TWO_THIRDS);
        }
    }

    /// The certificate becomes due while the link is up.
    private String whileLinked(String before) throws Exception {
        try (Agent agent = start()) {
            Instant since = linked(agent);
            later = later.plus(TWO_THIRDS);
            String next = another(agent, before);
            await("linked again", agent, it -> it.part(CloudLink.class).status() instanceof LinkStatus.Live(Instant again)
                    && again.isAfter(since.plus(Duration.ofDays(1))) ? Optional.of(again) : Optional.empty());
            return next;
        }
    }

    private String another(Agent agent, String before) throws Exception {
        return await("renewed", agent, it -> Optional.of(serial()).filter(now -> !now.equals(before)));
    }

    private Path aKeyThatWaits() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        Files.writeString(data.resolve("renewal-key.pem"),
                pem("PUBLIC KEY", keys.getPublic().getEncoded()) + pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        return kept("renewal-key.pem");
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    private Path kept(String file) throws IOException {
        return Files.copy(data.resolve(file), Files.createTempDirectory("kept-").resolve(file));
    }

    private void back(Path copy, String file) throws IOException {
        Files.copy(copy, data.resolve(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private String serial() {
        try {
            String text = Files.readString(data.resolve("identity.pem"));
            X509Certificate leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(
                            text.substring(text.indexOf("-----BEGIN CERTIFICATE")).getBytes(StandardCharsets.US_ASCII)));
            return leaf.getSerialNumber().toString(16);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T await(String what, Agent agent, Function<Agent, Optional<T>> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> seen = condition.apply(agent);
            if (seen.isPresent()) {
                return seen.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("still not: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
