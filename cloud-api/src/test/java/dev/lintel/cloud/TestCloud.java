package dev.lintel.cloud;

import dev.lintel.cloud.account.Passwords;
import dev.lintel.cloud.account.Person;
import dev.lintel.cloud.account.PersonStore;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.Json;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/// The whole cloud, with its own PostgreSQL and broker, started once for all tests of a run; each test makes tenants,
/// floors and rooms of its own, so that none can see another's.
public final class TestCloud {

    public static final String PASSWORD = "a password for tests";

    private static final CompletableFuture<TestCloud> RUNNING = new CompletableFuture<>();

    private final EmbeddedServer server;
    private final Api api;
    private final Path folder;
    private final String setupToken;
    private final List<Reply> setupReplies;
    private final int brokerPort;
    private final MailServer mails;

    /// Somebody of a tenant, signed in.
    public record Member(String tenant, TenantId tenantId, PersonId person, String email, Api api) {}

    private TestCloud(EmbeddedServer server, Api api, Path folder, String setupToken, List<Reply> setupReplies,
            int brokerPort, MailServer mails) {
        this.server = server;
        this.brokerPort = brokerPort;
        this.api = api;
        this.folder = folder;
        this.setupToken = setupToken;
        this.setupReplies = setupReplies;
        this.mails = mails;
    }

    public static synchronized TestCloud running() {
        if (!RUNNING.isDone()) {
            try {
                RUNNING.complete(start());
            } catch (RuntimeException | Error e) {
                // Every further test would only wait for the same failure again.
                RUNNING.completeExceptionally(e);
            }
        }
        return RUNNING.join();
    }

    private static TestCloud start() {
        try {
            var folder = emptied(Path.of("target", "test-cloud"));
            var port = Ports.free();
            var brokerPort = Ports.free();
            var mails = MailServer.started(folder.resolve("mail"));
            var settings = new HashMap<String, Object>(mails.settings());
            settings.putAll(Map.of("lintel.data", folder.toString(), "lintel.http.port", Integer.toString(port),
                    "lintel.https.port", "-1", "lintel.broker.port", Integer.toString(brokerPort)));
            var context = ApplicationContext.builder().properties(settings).start();
            var server = context.getBean(EmbeddedServer.class).start();
            Runtime.getRuntime().addShutdownHook(new Thread(context::close));
            var token = Files.readString(folder.resolve("setup-token")).strip();
            var api = new Api(URI.create("http://localhost:" + port));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> api.get("/health").status() == 200);
            // Two at once, as impatient people do.
            var first = CompletableFuture.supplyAsync(() -> setUp(api, token));
            var second = CompletableFuture.supplyAsync(() -> setUp(api, token));
            return new TestCloud(server, api, folder, token, List.of(first.join(), second.join()), brokerPort,
                    mails);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Without what an earlier run left, a server that was not stopped included; the unpacked PostgreSQL may stay.
    private static Path emptied(Path folder) throws IOException {
        var pid = folder.resolve("postgres/postmaster.pid");
        if (Files.exists(pid)) {
            ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst().strip()))
                    .filter(process -> process.info().command().orElse("").contains(folder.toString()))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
        if (Files.exists(folder)) {
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.filter(path -> !path.startsWith(folder.resolve("postgres-binaries")))
                        .sorted(Comparator.reverseOrder())
                        .filter(path -> !path.equals(folder))
                        .toList()) {
                    Files.delete(path);
                }
            }
        }
        return folder;
    }

    private static Reply setUp(Api api, String token) {
        return api.post("/api/v1/setup",
                Json.object()
                        .with("token", token)
                        .with("tenant", "first")
                        .with("name", "First")
                        .with("ownerName", "Olga")
                        .with("email", "olga@first.example")
                        .with("password", PASSWORD));
    }

    public Api anybody() {
        return api;
    }

    public Path folder() {
        return folder;
    }

    public String setupToken() {
        return setupToken;
    }

    public List<Reply> setupReplies() {
        return setupReplies;
    }

    public ApplicationContext context() {
        return server.getApplicationContext();
    }

    public int brokerPort() {
        return brokerPort;
    }

    /// Where this cloud's mails arrive.
    public MailServer mails() {
        return mails;
    }

    public <T> T bean(Class<T> type) {
        return server.getApplicationContext().getBean(type);
    }

    /// A new tenant with one owner, who is signed in.
    public Member newTenant() {
        var ids = bean(IdSource.class);
        var tenant = new TenantId(ids.next());
        var slug = "t" + tenant.toString().substring(24);
        bean(Transactions.class).<Integer>unfenced(
                transaction -> transaction.execute("INSERT INTO tenant (id, slug, name, created_at) VALUES (?, ?, ?, now())",
                        tenant.value(), slug, "Tenant " + slug));
        return newPerson(slug, tenant, Role.OWNER);
    }

    /// A further person of a tenant, who is signed in.
    public Member newPerson(String slug, TenantId tenant, Role role) {
        var person = new PersonId(bean(IdSource.class).next());
        var email = "p" + person.toString().substring(24) + "@" + slug + ".example";
        bean(Transactions.class).<Boolean>inTenant(tenant, transaction -> {
            var people = bean(PersonStore.class);
            people.add(transaction, tenant, new Person(person, email, "Person " + person, role, true, Instant.EPOCH));
            people.setPassword(transaction, tenant, person, bean(Passwords.class).verifier(PASSWORD), Instant.EPOCH);
            return true;
        });
        var session = signIn(slug, email, PASSWORD);
        return new Member(slug, tenant, person, email, anybody().bearing(session.text("accessToken")));
    }

    public Reply signIn(String tenant, String email, String password) {
        return anybody().post("/api/v1/sessions",
                Json.object().with("tenant", tenant).with("email", email).with("password", password));
    }

    /// A room on a floor of its own.
    ///
    /// @param space its id, as `floor` and `site` are theirs
    public record Room(String site, String floor, String space) {}

    public Room newRoom(Member owner) {
        var ids = bean(IdSource.class);
        var site = owner.api()
                .post("/api/v1/sites",
                        Json.object().with("name", "Site " + ids.next()).with("timeZone", "Europe/Berlin"))
                .text("id");
        var floor = owner.api()
                .post("/api/v1/sites/" + site + "/floors", Json.object().with("name", "2nd floor"))
                .text("id");
        var space = owner.api()
                .post("/api/v1/floors/" + floor + "/spaces",
                        Json.object().with("name", "Aspen").with("kind", "room").with("capacity", 6))
                .text("id");
        return new Room(site, floor, space);
    }
}
