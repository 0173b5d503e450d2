package dev.lintel.edge;

import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.sync.CloudLink;
import dev.lintel.edge.sync.LinkStatus;
import dev.lintel.protocol.identity.TimeOrdered;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/// An edge of which two thirds of its certificate's life pass at once, twice: the real agent with a clock that is told the
/// time, started by the journey that has the real cloud. Arguments: data folder, address of the cloud, file of the token.
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
        Renewing edge = new Renewing(args[0], args[1], args[2]);
        String first = edge.livesUntilLinked("");
        String second = edge.livesUntilLinked(first);
        // Now the cloud has ended the first; the link stands on what came after it.
        String third = edge.livesUntilLinked(second);
        say("certificates", first + "," + second + "," + third);
        System.exit(0);
    }

    private static void say(String what, Object value) {
        System.out.println("edge: " + what + "=" + value);
    }

    /// One life of the agent, until it is linked with another certificate than the one given. Returns its serial number.
    private String livesUntilLinked(String before) throws Exception {
        InstantSource clock = () -> Instant.now().plus(later);
        SplittableRandom chance = new SplittableRandom(9);
        Roots roots = new Roots(clock, DoorDesks.synchronised(clock), chance, new TimeOrdered(clock, chance));
        try (Agent agent = Agent.start(roots, "--lintel.data=" + data, "--lintel.panel.port=0", "--lintel.cloud.url=" + cloud,
                "--lintel.enrolment.token-file=" + token)) {
            await("linked", () -> agent.part(CloudLink.class).status() instanceof LinkStatus.Live);
            if (!before.isEmpty()) {
                Instant old = ((LinkStatus.Live) agent.part(CloudLink.class).status()).since();
                later = later.plus(TWO_THIRDS);
                await("renewed", () -> !serial().equals(before));
                await("linked again", () -> agent.part(CloudLink.class).status() instanceof LinkStatus.Live(Instant since)
                        && since.isAfter(old.plus(Duration.ofDays(1))));
            }
            return serial();
        }
    }

    private String serial() throws Exception {
        String text = Files.readString(data.resolve("identity.pem"));
        X509Certificate leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        text.substring(text.indexOf("-----BEGIN CERTIFICATE")).getBytes(StandardCharsets.US_ASCII)));
        return leaf.getSerialNumber().toString(16);
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("still not: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
