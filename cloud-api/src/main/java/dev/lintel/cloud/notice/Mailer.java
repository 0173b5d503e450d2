package dev.lintel.cloud.notice;

import dev.lintel.cloud.store.PasswordFile;
import dev.lintel.cloud.store.StartRefused;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Sends a notice as a plain mail over SMTP.
///
/// TLS is required, with a certificate that is checked against the server's name; only a server on this machine may go
/// without. Wrong settings prevent the start: a mail that silently never leaves would be noticed too late.
///
/// Threading: safe to share; each mail takes a connection of its own.
@Context
class Mailer {

    private static final String TIMEOUT = Long.toString(Duration.ofSeconds(15).toMillis());
    private static final Set<String> TLS = Set.of("starttls", "implicit", "none");

    private final Optional<Session> session;
    private final String from;
    private final String publicUrl;

    /// What came of a try.
    sealed interface Sent {

        record Taken() implements Sent {}

        /// Worth another try.
        record Failed(String why) implements Sent {}

        /// The same will be said next time.
        record Hopeless(String why) implements Sent {}
    }

    Mailer(MailSettings settings, @Value("${lintel.public-url}") String publicUrl) {
        this.publicUrl = publicUrl.replaceAll("/+$", "");
        this.from = settings.from() == null ? "" : settings.from();
        this.session = settings.host() == null ? Optional.empty() : Optional.of(session(settings, settings.host()));
    }

    boolean isOn() {
        return session.isPresent();
    }

    private static Session session(MailSettings settings, String host) {
        if (!TLS.contains(settings.tls())) {
            throw new StartRefused("lintel.mail.tls is starttls, implicit or none.");
        }
        if (settings.tls().equals("none") && !isLoopback(host)) {
            throw new StartRefused(
                    "lintel.mail.tls may be none only for a mail server on this machine, and " + host + " is not.");
        }
        if (settings.from() == null) {
            throw new StartRefused(
                    "lintel.mail.host is set but lintel.mail.from, the address that mails come from, is missing.");
        }
        if ((settings.user() == null) != (settings.passwordFile() == null)) {
            throw new StartRefused("lintel.mail.user and lintel.mail.password-file are needed together.");
        }
        var properties = new Properties();
        properties.put("mail.smtp.host", host);
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.connectiontimeout", TIMEOUT);
        properties.put("mail.smtp.timeout", TIMEOUT);
        properties.put("mail.smtp.writetimeout", TIMEOUT);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.starttls.enable", Boolean.toString(settings.tls().equals("starttls")));
        properties.put("mail.smtp.starttls.required", Boolean.toString(settings.tls().equals("starttls")));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.tls().equals("implicit")));
        if (settings.trustFile() != null) {
            properties.put("mail.smtp.ssl.socketFactory", trusting(settings.trustFile()));
        }
        if (settings.user() == null || settings.passwordFile() == null) {
            return Session.getInstance(properties);
        }
        properties.put("mail.smtp.auth", "true");
        var proof = new PasswordAuthentication(settings.user(),
                PasswordFile.read("lintel.mail.password-file", settings.passwordFile()));
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return proof;
            }
        });
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static SSLSocketFactory trusting(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("trusted-" + number++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new StartRefused(
                    "lintel.mail.trust-file " + file + " holds no certificates that can be read: " + e.getMessage());
        }
    }

    Sent send(NoticeStore.Kept notice) {
        try {
            var message = new Identified(session.orElseThrow(), notice.id() + "@lintel");
            var words = NoticeWords.in(notice.locale());
            message.setFrom(new InternetAddress(from));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(notice.email()));
            message.setSubject(words.subject(notice.kind(), notice.facts()), StandardCharsets.UTF_8.name());
            message.setSentDate(Date.from(notice.madeAt()));
            // Nobody's absence note shall answer.
            message.setHeader("Auto-Submitted", "auto-generated");
            message.setHeader("Content-Language", Locale.forLanguageTag(words.language()).toLanguageTag());
            message.setText(words.text(notice.kind(), notice.facts()) + "\n\n" + words.link() + "\n" + link(notice) + "\n",
                    StandardCharsets.UTF_8.name());
            Transport.send(message);
            return new Sent.Taken();
        } catch (SendFailedException e) {
            return e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0
                    ? new Sent.Hopeless(reason(e))
                    : new Sent.Failed(reason(e));
        } catch (MessagingException e) {
            return new Sent.Failed(reason(e));
        }
    }

    private String link(NoticeStore.Kept notice) {
        return publicUrl + "/bookings/" + notice.booking();
    }

    /// The kind of failure only: a server's sentence may repeat the address.
    private static String reason(Exception e) {
        return e.getClass().getSimpleName();
    }

    /// The same mail keeps its id however often it is sent.
    private static final class Identified extends MimeMessage {

        private final String id;

        private Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }
}
