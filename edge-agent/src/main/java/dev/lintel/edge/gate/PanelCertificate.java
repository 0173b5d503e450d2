package dev.lintel.edge.gate;

import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.EdgeSettings;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.ssl.CertificateProvider;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate that panels see, kept in the data folder and renewed while the server runs.
@Singleton
@Named(PanelCertificate.NAME)
@Requires(property = "lintel.panel.https.host")
public final class PanelCertificate implements CertificateProvider {

    /// The name under which the listener asks for it.
    public static final String NAME = "panels";

    private static final Logger LOG = LoggerFactory.getLogger(PanelCertificate.class);
    private static final String FILE = "panel-certificate.pem";
    /// The password guards a store that never leaves this process.
    private static final char[] IN_MEMORY = {};

    private final FloorAuthority authority;
    private final Set<String> names;
    private final DataFolder folder;
    private final InstantSource clock;
    private final Newest<KeyStore> stores;
    private final ScheduledExecutorService calendar = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("certificate").daemon().factory());
    private FloorAuthority.Server server;

    PanelCertificate(EdgeSettings settings, DataFolder folder, InstantSource clock, RandomGenerator chance)
            throws IOException, GeneralSecurityException {
        this.folder = folder;
        this.clock = clock;
        this.names = names(settings);
        this.authority = FloorAuthority.open(folder, names, chance);
        this.server = kept().orElseGet(this::issued);
        this.stores = new Newest<>(store(server));
        var _ = calendar.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.HOURS);
        LOG.info("panels are served over HTTPS; install the floor's authority on them from /panel-authority.crt");
    }

    /// Everything that panels may call this agent.
    static Set<String> names(EdgeSettings settings) {
        Set<String> names = new HashSet<>(settings.panelNames());
        names.add("localhost");
        names.add("127.0.0.1");
        settings.lan()
                .map(lan -> lan.host().toLowerCase(Locale.ROOT))
                .filter(host -> !Set.of("0.0.0.0", "::", "[::]").contains(host))
                .ifPresent(names::add);
        return Set.copyOf(names);
    }

    /// The one kept from an earlier start, if this authority signed it and it is still good.
    private Optional<FloorAuthority.Server> kept() throws IOException {
        return KeyFile.read(folder.resolve(FILE))
                .filter(found -> found.chain().size() == 3 && found.chain().subList(1, 3).equals(authority.chain()))
                .map(found -> new FloorAuthority.Server(found.key(), found.chain()))
                .filter(found -> found.fits(clock.instant()));
    }

    private FloorAuthority.Server issued() {
        try {
            FloorAuthority.Server fresh = authority.issue(names, clock.instant());
            KeyFile.write(folder.resolve(FILE), new KeyFile.Kept(fresh.key(), fresh.chain()));
            LOG.info("the panels' certificate is good until {}", fresh.chain().getFirst().getNotAfter().toInstant());
            return fresh;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate for the panels could be made", e);
        }
    }

    /// Also mends a certificate that was made while the clock was wrong.
    synchronized void look() {
        try {
            if (!server.fits(clock.instant())) {
                server = issued();
                stores.set(store(server));
            }
        } catch (RuntimeException | GeneralSecurityException | IOException e) {
            LOG.error("the panels' certificate could not be renewed; the old one is used as long as it lasts", e);
        }
    }

    private static KeyStore store(FloorAuthority.Server server) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        store.setKeyEntry("panels", server.key(), IN_MEMORY, server.chain().toArray(X509Certificate[]::new));
        return store;
    }

    /// What a panel has to believe.
    public X509Certificate authority() {
        return authority.root();
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Publisher<KeyStore> getKeyStore() {
        return stores;
    }

    @PreDestroy
    void stop() {
        calendar.shutdownNow();
    }

    /// Hands the authority's certificate to whoever sets a panel up. It is public; that it is the right one is compared by
    /// its fingerprint, which the agent's own machine tells.
    @Controller("/panel-authority.crt")
    @Requires(bean = PanelCertificate.class)
    static final class AuthorityPage {

        private final PanelCertificate certificate;

        AuthorityPage(PanelCertificate certificate) {
            this.certificate = certificate;
        }

        @Get
        HttpResponse<byte[]> show() throws GeneralSecurityException {
            return HttpResponse.ok(certificate.authority().getEncoded())
                    .contentType(MediaType.of("application/x-x509-ca-cert"));
        }
    }
}
