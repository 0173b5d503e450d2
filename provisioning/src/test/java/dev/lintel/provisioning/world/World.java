package dev.lintel.provisioning.world;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.provisioning.world.cloud.CloudHost;
import dev.lintel.provisioning.world.cloud.Counterpart;
import dev.lintel.provisioning.world.door.DoorHost;
import dev.lintel.provisioning.world.ground.Chance;
import dev.lintel.provisioning.world.ground.Site;
import dev.lintel.provisioning.world.ground.Timeline;
import dev.lintel.provisioning.world.oracle.Excuses;
import dev.lintel.provisioning.world.oracle.Oracle;
import dev.lintel.provisioning.world.oracle.Scene;
import dev.lintel.provisioning.world.oracle.Tally;
import dev.lintel.provisioning.world.oracle.Teller;
import dev.lintel.provisioning.world.oracle.Violation;
import dev.lintel.provisioning.world.plan.Deed;
import dev.lintel.provisioning.world.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One world, from its first minute to its rest.
final class World implements Scene {

    private static final long REST_WITHIN = Duration.ofHours(1).toMillis();
    private static final Duration SETTLING = Duration.ofMinutes(5);
    /// R14: each hour a door says what it has confirmed. What a restored cloud and a door did not tell each other ends there, with an alarm.
    private static final Duration COMPARED = Duration.ofMinutes(130);
    private static final long LOOK_EACH = Duration.ofSeconds(30).toMillis();

    private final Timeline time = new Timeline();
    private final Site site = Site.usual();
    private final Tally tally = new Tally();
    private final Excuses excuses = new Excuses();
    private final Map<FloorId, DoorHost> doors = new LinkedHashMap<>();
    private final List<DoorHost> everyDoor = new ArrayList<>();
    private final Plan plan;
    private final Counterpart counterpart;
    private final Chance chance;
    private final Oracle oracle;
    private final CloudHost cloud;
    private final Havoc havoc;
    private Teller teller = Teller.NOBODY;

    /// @param violation the first broken promise
    /// @param trace one number for all that happened
    /// @param hours simulated
    /// @param operations that somebody was answered about
    record Outcome(Plan plan, Optional<Violation> violation, long trace, double hours, int operations, Tally tally) {}

    private World(Plan plan, Counterpart counterpart) {
        this.plan = plan;
        this.counterpart = counterpart;
        this.chance = new Chance(plan.seed());
        this.oracle = new Oracle(this, excuses, tally);
        this.cloud = new CloudHost(time, chance.branch("cloud"), oracle, counterpart);
        this.havoc = new Havoc(this, excuses, oracle, chance.branch("havoc"));
    }

    static Outcome run(Plan plan) {
        return run(plan, Teller.NOBODY);
    }

    /// @param teller is told what happens, line by line
    static Outcome run(Plan plan, Teller teller) {
        return run(plan, teller, Counterpart.NONE);
    }

    /// @param counterpart does what the cloud does
    static Outcome run(Plan plan, Teller teller, Counterpart counterpart) {
        World world = new World(plan, counterpart);
        world.teller = teller;
        world.oracle.tell(teller);
        Optional<Violation> violation = Optional.empty();
        try {
            world.live();
        } catch (Violation broken) {
            violation = Optional.of(broken);
        } catch (Timeline.Restless restless) {
            violation = Optional.of(new Violation("no rest", String.valueOf(restless.getMessage())));
        } catch (RuntimeException surprise) {
            Violation told = new Violation("surprise", String.valueOf(surprise));
            told.initCause(surprise);
            violation = Optional.of(told);
        }
        return new Outcome(plan, violation, world.oracle.trace(), world.time.millis() / 3_600_000.0, world.oracle.operations(),
                world.tally);
    }

    private void live() {
        cloud.open(site);
        for (Site.Storey storey : site.storeys()) {
            install(storey);
        }
        People people = new People(this, oracle, chance.branch("people"));
        for (Deed deed : plan.deeds()) {
            time.at(deed.at(), () -> {
                teller.tell(deed::told);
                tally.count("deed " + deed.getClass().getSimpleName());
                if (deed instanceof Deed.Broken broken) {
                    tally.count("fault " + broken.what());
                    havoc.happen(broken);
                } else {
                    people.happen(deed);
                }
            });
        }
        long end = plan.size().millis();
        time.runTo(end);
        havoc.loseTheLastWords();
        time.runTo(end + 1_000);
        havoc.calm(everyDoor);
        rest(end);
        everyDoor.forEach(door -> tally.count("readings", door.readings()));
        tally.count("messages", everyDoor.stream().mapToLong(door -> door.wire().carried()).sum());
        tally.count("events planned", time.planned());
    }

    private void rest(long end) {
        long from = end + (excuses.restores() > 0 ? COMPARED : SETTLING).toMillis();
        long until = from + REST_WITHIN;
        time.runTo(from);
        while (oracle.unrest().isPresent()) {
            if (time.millis() > until) {
                throw new Violation("no rest", oracle.unrest().orElseThrow());
            }
            time.runTo(time.millis() + LOOK_EACH);
        }
        oracle.atRest();
        counterpart.over(cloud);
    }

    /// A new machine for a floor: enrolled, hung up and switched on.
    DoorHost install(Site.Storey storey) {
        Chance own = chance.branch("door " + everyDoor.size());
        IdSource ids = own::id;
        EdgeId edge = ids.edge();
        DoorHost door = new DoorHost(time, own, storey.floor(), edge, bytes -> cloud.hear(edge, bytes), () -> cloud.gone(edge),
                oracle);
        cloud.connect(edge, door.wire());
        cloud.enrolled(storey.tenant(), storey.floor(), edge);
        everyDoor.add(door);
        doors.put(storey.floor(), door);
        door.start();
        return door;
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    public Timeline time() {
        return time;
    }

    @Override
    public CloudHost cloud() {
        return cloud;
    }

    @Override
    public Optional<DoorHost> door(FloorId floor) {
        return Optional.ofNullable(doors.get(floor));
    }

    DoorHost door(int storey) {
        return door(site.at(storey).floor()).orElseThrow();
    }
}
