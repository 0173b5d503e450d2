package dev.lintel.edge;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DiskFault;
import dev.lintel.edge.copy.RescueStore;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.gate.Listeners;
import dev.lintel.edge.gate.PanelCertificate;
import dev.lintel.edge.health.Supervisor;
import dev.lintel.edge.panel.OpenSockets;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.edge.settings.SettingPlaces;
import dev.lintel.edge.settings.SettingsReading;
import dev.lintel.edge.settings.StartRefused;
import dev.lintel.edge.sync.CloudLink;
import dev.lintel.edge.sync.Renewals;
import dev.lintel.edge.time.Timepiece;
import dev.lintel.protocol.identity.IdSource;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running edge agent: everything one floor needs, started in order and stopped in reverse.
public final class Agent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final ApplicationContext context;

    private Agent(ApplicationContext context) {
        this.context = context;
    }

    /// Starts an agent; either all of it runs afterwards, or nothing does.
    public static Agent start(Roots roots, String... args) throws StartRefused {
        Agent agent = new Agent(context(args));
        try {
            agent.open(roots, args);
            return agent;
        } catch (StartRefused refused) {
            agent.close();
            throw refused;
        } catch (RuntimeException e) {
            agent.close();
            throw new StartRefused("The agent cannot start: " + reason(e), e);
        }
    }

    /// A part that cannot be made says why inside several wrappings: as a failure of a file or of the disk, mostly.
    private static String reason(Throwable failure) {
        LOG.error("the agent cannot start", failure);
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return DiskFault.of(sql).sentence();
            }
            if (cause instanceof IOException file && file.getMessage() != null) {
                return file.getMessage();
            }
            deepest = cause;
        }
        return deepest.toString();
    }

    private void open(Roots roots, String... args) throws StartRefused {
        // The environment alone first: nothing may start before the settings are known to be good.
        Environment environment = environment(context);
        SettingsReading.Outcome.Good read = read(environment, args);
        EdgeSettings settings = read.settings();
        DataFolder folder = held(DataFolder.hold(settings.data()));
        forgetAddress(folder);
        CopyFile copy = held(RescueStore.open(folder.resolve("floor.db"), roots.clock().instant()));
        context.registerSingleton(InstantSource.class, roots.clock());
        context.registerSingleton(Timepiece.class, roots.machine());
        context.registerSingleton(roots.rhythm());
        context.registerSingleton(RandomGenerator.class, roots.chance());
        context.registerSingleton(IdSource.class, roots.ids());
        context.registerSingleton(settings);
        context.registerSingleton(read.wiring());
        environment.addPropertySource(PropertySource.of("listeners", Listeners.of(settings)));
        context.registerSingleton(folder);
        context.registerSingleton(copy);
        held(context.start());
        try {
            held(context.getBean(DoorDesk.class)).start();
        } catch (SQLException e) {
            throw new StartRefused("The floor's copy cannot be read (" + e.getMessage() + "); check the disk.", e);
        }
        if (settings.lan().isPresent()) {
            // Made while the listener opens, a certificate that cannot be read would look like a port that is taken.
            context.getBean(PanelCertificate.class);
        }
        held(context.getBean(OpenSockets.class));
        try {
            context.getBean(EmbeddedServer.class).start();
        } catch (ServerStartupException e) {
            throw new StartRefused(portTaken(settings), e);
        }
        tellAddress(folder);
        try {
            CloudLink link = held(context.getBean(CloudLink.class));
            Renewals renewals = held(context.getBean(Renewals.class));
            link.start(renewals::notAccepted);
            renewals.start(() -> link.reconnect("the certificate was renewed"));
        } catch (SQLException e) {
            throw new StartRefused("The floor's copy cannot be read (" + e.getMessage() + "); check the disk.", e);
        }
        held(context.getBean(Supervisor.class)).start();
    }

    /// What a technician's word to the running agent needs to know of it: read the way the agent read it.
    static EdgeSettings settings(String... args) throws StartRefused {
        try (ApplicationContext context = context(args)) {
            return read(environment(context), args).settings();
        }
    }

    /// Where a technician's word reaches this agent: it shows a key there, and the settings of whoever types it need not be
    /// those that the agent was started with. It is known as long as the agent listens.
    private void tellAddress(DataFolder folder) {
        try {
            folder.keep(TechnicianCommand.ADDRESS_FILE, panelAddress().toString());
            held(() -> forgetAddress(folder));
        } catch (IOException e) {
            LOG.warn("the technician's command will not find this agent: {}", e.getMessage());
        }
    }

    /// One that a killed agent has left may be somebody else's by now.
    private static void forgetAddress(DataFolder folder) {
        try {
            Files.deleteIfExists(folder.resolve(TechnicianCommand.ADDRESS_FILE));
        } catch (IOException e) {
            LOG.warn("an address that is no longer this agent's stays in the data folder: {}", e.getMessage());
        }
    }

    private static SettingsReading.Outcome.Good read(Environment environment, String... args) throws StartRefused {
        SettingPlaces places = SettingPlaces.of(args, name -> Optional.ofNullable(System.getProperty(name)),
                name -> Optional.ofNullable(System.getenv(name)));
        return switch (SettingsReading.read(name -> environment.getProperty(name, String.class), places)) {
            case SettingsReading.Outcome.Good good -> good;
            case SettingsReading.Outcome.Bad(List<SettingsReading.Fault> faults) -> throw new StartRefused(
                    StartRefused.BAD_CONFIGURATION, faults.stream().map(SettingsReading.Fault::toString).toList());
        };
    }

    private static ApplicationContext context(String... args) {
        return ApplicationContext.builder()
                .args(args)
                .mainClass(Application.class)
                .deduceEnvironment(false)
                .banner(false)
                .build();
    }

    private static Environment environment(ApplicationContext context) throws StartRefused {
        try {
            return context.getEnvironment().start();
        } catch (RuntimeException unreadable) {
            // Where in the file is in the reader's message, which is several lines long.
            String reason = unreadable.getMessage() == null ? "" : unreadable.getMessage().replaceAll("\\s+", " ").strip();
            throw new StartRefused(StartRefused.BAD_CONFIGURATION, List.of("The settings cannot be read: " + reason
                    + " Correct the file that micronaut.config.files names, or the name."));
        }
    }

    private static String portTaken(EdgeSettings settings) {
        String lan = settings.lan()
                .map(at -> ", or port " + at.port() + " on " + at.host() + " (lintel.panel.https.port),")
                .orElse("");
        return "Port " + settings.panelPort() + " on " + settings.panelHost() + " (lintel.panel.port)" + lan
                + " cannot be opened; stop the program that uses it, or choose another.";
    }

    private <T extends AutoCloseable> T held(T part) {
        opened.push(part);
        return part;
    }

    /// Where the doors of this floor are served to a panel on this machine.
    public URI panelAddress() {
        EdgeSettings settings = context.getBean(EdgeSettings.class);
        int panels = settings.lan().map(EdgeSettings.Lan::port).orElse(0);
        int port = context.getBean(NettyEmbeddedServer.class)
                .getBoundPorts()
                .stream()
                .mapToInt(Integer::intValue)
                .filter(bound -> bound != panels)
                .findFirst()
                .orElseThrow();
        return settings.onThisMachine(port);
    }

    /// For tests, which look at the parts of an agent that they started.
    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("while stopping {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
