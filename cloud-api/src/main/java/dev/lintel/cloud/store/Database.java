package dev.lintel.cloud.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// A migrated database and the pool through which everything works with it.
///
/// Two roles: the owner creates and changes tables at start and is then forgotten; `lintel_app` works, owns nothing
/// and is bound by row-level security.
public final class Database implements AutoCloseable {

    static final String WORKER = "lintel_app";

    private final HikariDataSource pool;
    private final PGSimpleDataSource single;
    private final Jdbi jdbi;
    private final @Nullable EmbeddedPostgres own;

    private Database(HikariDataSource pool, PGSimpleDataSource single, @Nullable EmbeddedPostgres own) {
        this.pool = pool;
        this.single = single;
        this.own = own;
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    /// @param password of the owner: of the embedded server, or of `settings` when they name another
    static Database open(DatabaseSettings settings, DataFolder data, String password) {
        if (settings.url() != null) {
            return open(settings.url(), settings.username(), password, settings.connections(), null);
        }
        var own = EmbeddedPostgres.start(data, password);
        try {
            return open(own.url(), EmbeddedPostgres.OWNER, password, settings.connections(), own);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    private static Database open(String url, String owner, String password, int connections,
            @Nullable EmbeddedPostgres own) {
        var ownerSource = new PGSimpleDataSource();
        ownerSource.setUrl(url);
        ownerSource.setUser(owner);
        ownerSource.setPassword(password);
        var ownerJdbi = Jdbi.create(ownerSource);
        ownerJdbi.useHandle(handle -> {
            Durability.require(setting(handle, "fsync"), setting(handle, "synchronous_commit"));
        });
        migrations(ownerSource).migrate();
        var workerPassword = derived(password);
        // A role's password takes no parameter; what is written here is hexadecimal by construction.
        ownerJdbi.useHandle(
                handle -> handle.execute("ALTER ROLE " + WORKER + " LOGIN PASSWORD '" + workerPassword + "'"));
        var single = new PGSimpleDataSource();
        single.setUrl(url);
        single.setUser(WORKER);
        single.setPassword(workerPassword);
        single.setTcpKeepAlive(true);
        single.setApplicationName("lintel");
        return new Database(pool(url, workerPassword, connections), single, own);
    }

    /// In the order of their numbers and in no other: one that a database has gone past is refused.
    static Flyway migrations(DataSource owner) {
        return Flyway.configure(Database.class.getClassLoader())
                .dataSource(owner)
                .locations("classpath:db/cloud")
                .placeholderReplacement(false)
                .load();
    }

    private static String setting(org.jdbi.v3.core.Handle handle, String name) {
        return handle.createQuery("SELECT current_setting(:name)").bind("name", name).mapTo(String.class).one();
    }

    /// One secret to keep instead of two, and the same one in every replica.
    private static String derived(String password) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(WORKER.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static HikariDataSource pool(String url, String password, int connections) {
        var config = new HikariConfig();
        config.setPoolName("lintel");
        config.setJdbcUrl(url);
        config.setUsername(WORKER);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(Math.min(2, connections));
        // A request that waited this long for a connection is better told so than kept.
        config.setConnectionTimeout(5_000);
        config.addDataSourceProperty("ApplicationName", "lintel");
        // Each text is planned once a connection: with row-level security, planning a statement costs more than running it.
        // Who falls silent holding a floor's row lets go of it: a replica that lost its network would else stop that floor, and
        // what is told to people everywhere, until the kernel notices after two hours. Nothing here thinks in a transaction.
        config.addDataSourceProperty("options", "-c plan_cache_mode=force_generic_plan"
                + " -c idle_in_transaction_session_timeout=15s -c lock_timeout=10s"
                + " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3");
        return new HikariDataSource(config);
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /// A connection outside the pool, for what keeps one for ever. The caller closes it.
    Connection dedicated() throws SQLException {
        return single.getConnection();
    }

    /// Whether a statement gets through right now.
    boolean answers() {
        return Objects.equals(jdbi.withHandle(handle -> handle.createQuery("SELECT 1").mapTo(int.class).one()), 1);
    }

    @Override
    public void close() {
        pool.close();
        if (own != null) {
            own.close();
        }
    }
}
