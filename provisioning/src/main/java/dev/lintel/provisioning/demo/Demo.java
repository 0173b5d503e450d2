package dev.lintel.provisioning.demo;

import dev.lintel.provisioning.cloud.CloudClient;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One run of the demo, from the lock on its folder to the end of its last process.
final class Demo {

    /// A first start unpacks PostgreSQL and makes an authority; on a slow machine that is a matter of half a minute.
    private static final Duration CLOUD_STARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration DOOR_STARTS_WITHIN = Duration.ofMinutes(1);

    private final Path programs;
    private final Path data;
    private final boolean fresh;
    private final DemoPorts ports;
    private final InputStream typed;
    private final PrintStream out;

    Demo(Path programs, Path data, boolean fresh, DemoPorts ports, InputStream typed, PrintStream out) {
        this.programs = programs;
        this.data = data;
        this.fresh = fresh;
        this.ports = ports;
        this.typed = typed;
        this.out = out;
    }

    int run() throws InterruptedException {
        DemoPrograms commands = new DemoPrograms(programs, ports);
        commands.requireBuilt();
        try (DemoFolder folder = DemoFolder.open(data)) {
            Leftovers leftovers = new Leftovers(folder);
            for (String ended : leftovers.end()) {
                out.println("Ended " + ended + ", left over from a run that was killed.");
            }
            if (fresh) {
                leftovers.endDatabase(folder.cloud());
                folder.empty();
            }
            ports.requireFree(DemoSite.FLOORS.size());
            Supervisor supervisor = new Supervisor(folder, leftovers, out);
            Thread onCtrlC = new Thread(supervisor::close, "end-of-demo");
            Runtime.getRuntime().addShutdownHook(onCtrlC);
            try (DemoCables cables = DemoCables.lay(ports); supervisor) {
                DemoTenant tenant = bringUp(folder, supervisor, commands);
                new DemoTerminal(cables, floor -> sides(tenant, cables, floor), this::show, tenant::bookForNobody, out)
                        .start(typed);
                supervisor.awaitEnd();
                return supervisor.gaveUp() ? 1 : 0;
            }
        }
    }

    /// Says to the simulated sensors of a room what goes on in it.
    private void show(DemoOrder.Scene scene) {
        CloudClient door = new CloudClient(URI.create("http://localhost:" + ports.panels(scene.floor())));
        door.post("/simulated/presence", Map.of("space", scene.room(), "scene", scene.name()));
    }

    private Sides sides(DemoTenant tenant, DemoCables cables, int index) {
        DemoSite.Floor floor = DemoSite.FLOORS.get(index);
        return new Sides(floor, cables.weather(index), tenant.position(floor),
                new CloudClient(URI.create("http://localhost:" + ports.panels(index))).ask("/health"));
    }

    private DemoTenant bringUp(DemoFolder folder, Supervisor supervisor, DemoPrograms commands) throws InterruptedException {
        out.println("Starting the cloud (log: " + folder.log("cloud") + ") ...");
        supervisor.start("cloud", commands.cloud(folder));
        CloudClient cloud = new CloudClient(URI.create("http://localhost:" + ports.cloudHttp()));
        Patience.await(CLOUD_STARTS_WITHIN, cloud::isHealthy, () -> supervisor.isAlive("cloud"),
                "The cloud did not start; why is in " + folder.log("cloud"));
        DemoCredentials credentials = DemoCredentials.in(folder);
        DemoTenant tenant = new DemoTenant(cloud, credentials, folder, java.time.InstantSource.system());
        tenant.establish();
        for (int floor = 0; floor < DemoSite.FLOORS.size(); floor++) {
            startDoor(folder, supervisor, commands, tenant, floor);
        }
        tenant.bookTheDay();
        announce(folder, credentials);
        return tenant;
    }

    private void startDoor(DemoFolder folder, Supervisor supervisor, DemoPrograms commands, DemoTenant tenant, int index)
            throws InterruptedException {
        DemoSite.Floor floor = DemoSite.FLOORS.get(index);
        String name = "edge-" + floor.key();
        tenant.prepareDoor(floor);
        out.println("Starting the door agent of " + floor.name() + " (log: " + folder.log(name) + ") ...");
        supervisor.start(name, commands.edge(folder, floor, index));
        CloudClient door = new CloudClient(URI.create("http://localhost:" + ports.panels(index)));
        Patience.await(DOOR_STARTS_WITHIN, door::isHealthy, () -> supervisor.isAlive(name),
                "The door agent of " + floor.name() + " did not start; why is in " + folder.log(name));
        Patience.await(DOOR_STARTS_WITHIN, () -> tenant.isLinked(floor), () -> supervisor.isAlive(name),
                "The door agent of " + floor.name() + " does not reach the cloud; why is in " + folder.log(name));
    }

    private void announce(DemoFolder folder, DemoCredentials credentials) {
        out.println();
        StringBuilder doors = new StringBuilder();
        for (int index = 0; index < DemoSite.FLOORS.size(); index++) {
            DemoSite.Floor floor = DemoSite.FLOORS.get(index);
            for (DemoSite.Room room : floor.rooms()) {
                String door = "door: http://localhost:" + ports.panels(index) + "/door/#" + credentials.panelKey(room)
                        + "   " + room.name() + ", " + floor.name() + ", " + room.seats() + " seats";
                doors.append(door).append('\n');
            }
        }
        out.println();
        folder.writePrivately(folder.doors(), doors.toString());
        out.println(doors);
        out.println("API:               http://localhost:" + ports.cloudHttp() + "/api/v1");
        out.println("API documentation: http://localhost:" + ports.cloudHttp() + "/docs");
        out.println("Credentials:       " + credentials.file() + " (only you can read it)");
        if (credentials.isNew()) {
            out.println("  shown this once: tenant " + DemoSite.TENANT);
            for (DemoSite.Person person : DemoSite.PEOPLE) {
                out.println("  " + person.email() + "  " + credentials.password(person));
            }
        }
        out.println();
        out.println("All data is in " + data + ". Ctrl-C stops everything; ./mvnw -Pdemo -Ddemo.fresh starts anew.");
        out.println("Type cut 1 to pull the cable of floor 1, heal 1 to plug it in again, help for the rest.");
        out.println("Every room has simulated sensors: type people Alder and somebody is sensed, empty Alder and nobody is.");
        out.println("Type noshow Maple to book it for people who never come, and watch what its door does within a minute.");
        out.println("The demo is up.");
        out.flush();
    }

    /// The command lines of the two programs; nothing in them is secret.
    record DemoPrograms(Path programs, DemoPorts ports) {

        private Path cloudJar() {
            return programs.resolve("cloud-api/target/cloud-api.jar");
        }

        private Path edgeJar() {
            return programs.resolve("edge-agent/target/edge-agent.jar");
        }

        void requireBuilt() {
            Supervisor.requireFile(cloudJar());
            Supervisor.requireFile(edgeJar());
        }

        List<String> cloud(DemoFolder folder) {
            return List.of(java(), "-Xmx768m", "--sun-misc-unsafe-memory-access=allow", "-Dlintel.data=" + folder.cloud(),
                    "-Dlintel.http.port=" + ports.cloudHttp(),
                    "-Dlintel.https.port=" + ports.cloudHttps(), "-Dlintel.broker.port=" + ports.broker(), "-jar",
                    cloudJar().toString());
        }

        List<String> edge(DemoFolder folder, DemoSite.Floor floor, int index) {
            return List.of(java(), "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC", "-Xmx96m",
                    "-XX:TieredStopAtLevel=1",
                    "-Dlintel.data=" + folder.edge(floor.key()),
                    "-Dlintel.broker.address=localhost:" + ports.cable(index),
                    "-Dlintel.presence.simulated=true", "-Dlintel.presence.rehearsal=true",
                    "-Dlintel.panel.port=" + ports.panels(index), "-Dlintel.cloud.url=https://localhost:" + ports.cloudHttps(),
                    "-Dlintel.enrolment.token-file=" + folder.edge(floor.key()).resolve("enrolment-token"), "-jar",
                    edgeJar().toString());
        }

        private static String java() {
            return ProcessHandle.current().info().command().orElse("java");
        }
    }
}
