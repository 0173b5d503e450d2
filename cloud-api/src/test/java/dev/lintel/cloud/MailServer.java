package dev.lintel.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/// A real mail server in the process: it takes mails only over STARTTLS and from whoever knows the password, and refuses
/// for whom a test tells it to.
public final class MailServer {

    private static final String USER = "lintel";
    private static final String PASSWORD = "a password for mails";
    private static final char[] NO_PASSWORD = new char[0];

    private final Map<String, List<String>> mails = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
    private final SMTPServer server;
    private final Path folder;

    private MailServer(Path folder, SSLContext tls) {
        this.folder = folder;
        this.server = SMTPServer.port(0)
                .hostName("localhost")
                .startTlsSocketFactory(tls)
                .requireTLS()
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (!user.equals(USER) || !password.equals(PASSWORD)) {
                        throw new LoginFailedException();
                    }
                }))
                .messageHandlerFactory(context -> new Taking())
                .build();
    }

    static MailServer started(Path folder) {
        try {
            Files.createDirectories(folder);
            var password = folder.resolve("password");
            Files.writeString(password, PASSWORD);
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
            var made = new MailServer(folder, tls(folder.resolve("mail.pem")));
            made.server.start();
            return made;
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What a cloud needs to send through it.
    Map<String, Object> settings() {
        return Map.of("lintel.mail.host", "localhost", "lintel.mail.port", Integer.toString(server.getPortAllocated()),
                "lintel.mail.from", "rooms@lintel.example", "lintel.mail.user", USER, "lintel.mail.password-file",
                folder.resolve("password").toString(), "lintel.mail.trust-file", folder.resolve("mail.pem").toString());
    }

    public int port() {
        return server.getPortAllocated();
    }

    /// The raw mails that an address got.
    public List<String> of(String address) {
        return List.copyOf(mails.getOrDefault(address, List.of()));
    }

    /// From now on this address is answered with the code; 0: taken again.
    public void refuse(String address, int code) {
        refusals.put(address, code);
    }

    public int tries(String address) {
        return tries.getOrDefault(address, new AtomicInteger()).get();
    }

    private static SSLContext tls(Path file) throws GeneralSecurityException, IOException, OperatorCreationException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var keys = generator.generateKeyPair();
        var name = new X500Principal("CN=localhost");
        var now = Instant.now();
        var holder = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))), name, keys.getPublic())
                .addExtension(Extension.subjectAlternativeName, false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(holder);
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n");
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("mail", keys.getPrivate(), NO_PASSWORD, new X509Certificate[]{certificate});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /// One mail as it comes in.
    private final class Taking implements MessageHandler {

        private final List<String> recipients = new ArrayList<>();

        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) throws RejectException {
            tries.computeIfAbsent(recipient, _ -> new AtomicInteger()).incrementAndGet();
            int code = refusals.getOrDefault(recipient, 0);
            if (code != 0) {
                throw new RejectException(code, "not now");
            }
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws IOException {
            var text = new String(data.readAllBytes(), StandardCharsets.UTF_8);
            recipients.forEach(recipient -> mails.computeIfAbsent(recipient, _ -> new CopyOnWriteArrayList<>()).add(text));
            return "taken";
        }

        @Override
        public void done() {}
    }
}
