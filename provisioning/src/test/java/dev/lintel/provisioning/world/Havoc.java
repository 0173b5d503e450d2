package dev.lintel.provisioning.world;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.InMemoryDoor;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Standing;
import dev.lintel.provisioning.world.cloud.CloudHost;
import dev.lintel.provisioning.world.door.DoorHost;
import dev.lintel.provisioning.world.ground.Chance;
import dev.lintel.provisioning.world.ground.Site;
import dev.lintel.provisioning.world.ground.Timeline;
import dev.lintel.provisioning.world.ground.Wire;
import dev.lintel.provisioning.world.oracle.Excuses;
import dev.lintel.provisioning.world.oracle.Oracle;
import dev.lintel.provisioning.world.plan.Deed;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that breaks, and the administrators who mend it.
final class Havoc {

    private static final Duration NOTICED = Duration.ofSeconds(30);
    private static final Duration LOOKED_AFTER = Duration.ofMinutes(5);
    private static final List<CloudHost.Crash> ENDS = List.of(CloudHost.Crash.BEFORE_THE_COMMIT,
            CloudHost.Crash.AFTER_THE_COMMIT,
            CloudHost.Crash.AFTER_THE_ANSWER);

    private final World world;
    private final Timeline time;
    private final Excuses excuses;
    private final Oracle oracle;
    private final Chance chance;
    private final Map<DoorHost, Integer> cuts = new HashMap<>();

    Havoc(World world, Excuses excuses, Oracle oracle, Chance chance) {
        this.world = world;
        this.time = world.time();
        this.excuses = excuses;
        this.oracle = oracle;
        this.chance = chance;
    }

    void happen(Deed.Broken broken) {
        DoorHost door = world.door(broken.storey());
        Duration lasts = Duration.ofMinutes(broken.minutes());
        switch (broken.what()) {
            case CUT -> cut(door, lasts);
            case FLAPPING -> flap(door, broken.minutes() * 10);
            case WEATHER -> {
                door.wire().weather(new Wire.Weather(broken.how() % 30, broken.how() % 20, broken.how() % 40));
                time.after(lasts, () -> door.wire().weather(Wire.Weather.FAIR));
            }
            case SPOILED -> door.wire().spoil(1 + broken.how() % 3);
            case REPLAYED -> door.wire().replay();
            case FOREIGN -> speakForAnother(broken);
            case DOOR_POWER -> powerCut(door, broken);
            case CLOUD_POWER -> world.cloud().crashAt(ENDS.get(broken.how() % ENDS.size()));
            case CLOCK_1970 -> wrongClock(door, door::clockWakesIn1970, lasts);
            case CLOCK_AHEAD -> wrongClock(door, () -> door.clockSteps(Duration.ofDays(365)), lasts);
            case CLOCK_DRIFT -> wrongClock(door, () -> door.clockDrifts(broken.how() % 200), lasts);
            case COPY_LOST -> {
                oracle.copyLost(door);
                door.loseCopy();
            }
            case RETIRED -> retire(broken.storey(), door);
            case OLD_DOOR -> {
                door.old(true);
                time.after(lasts, () -> door.old(false));
            }
            case UNREADABLE_FEED -> door.line().unreadable(1 + broken.how() % 2);
            case UNREADABLE_LOG -> world.cloud().unreadable(door.floor(), 1 + broken.how() % 2);
            case RESTORED -> restore(lasts, Optional.empty());
            case WAIVED -> restore(lasts, Optional.of(door.floor()));
            case FORCED -> force(broken, door);
            case CARD_ROLLED_BACK -> rollBack(broken.storey(), door, lasts);
        }
    }

    /// Whatever is said last in the week is lost, and nothing follows that would show the gap.
    void loseTheLastWords() {
        for (Site.Storey storey : world.site().storeys()) {
            DoorHost door = world.door(storey.number());
            door.wire().weather(new Wire.Weather(100, 0, 0));
            door.notice(new OperationId(chance.id()), "issue", storey.rooms().getFirst().id());
        }
    }

    /// The week is over: nothing new breaks, and what lasts ends.
    void calm(List<DoorHost> doors) {
        for (DoorHost door : doors) {
            door.clockIsRight();
            door.wire().weather(Wire.Weather.FAIR);
            cuts.remove(door);
            door.line().heal();
        }
    }

    private void cut(DoorHost door, Duration lasts) {
        cuts.merge(door, 1, Integer::sum);
        door.wire().cut();
        time.after(NOTICED, () -> {
            if (door.wire().isCut()) {
                door.line().lose();
            }
        });
        time.after(lasts, () -> {
            if (cuts.containsKey(door) && cuts.merge(door, -1, Integer::sum) == 0) {
                door.line().heal();
            }
        });
    }

    /// Two seconds there, two seconds gone.
    private void flap(DoorHost door, int times) {
        if (times == 0 || cuts.getOrDefault(door, 0) > 0) {
            return;
        }
        door.wire().cut();
        door.line().lose();
        time.after(Duration.ofSeconds(2), () -> {
            if (cuts.getOrDefault(door, 0) == 0) {
                door.line().healAtOnce();
            }
        });
        time.after(Duration.ofSeconds(4), () -> flap(door, times - 1));
    }

    /// Another tenant's edge, or none at all, says what this floor's door has said.
    private void speakForAnother(Deed.Broken broken) {
        EdgeId stranger = world.door(2).edge();
        world.door(broken.how() % 2).wire().captured().ifPresent(bytes -> world.cloud().hear(stranger, bytes));
    }

    private void powerCut(DoorHost door, Deed.Broken broken) {
        switch (broken.how() % 4) {
            case 0 -> door.crash(Duration.ofSeconds(broken.minutes()));
            case 1 -> door.cutBeforeTheNextCommit();
            case 2 -> door.cutAfterTheNextCommit();
            default -> door.line().cutAtTheNextWord();
        }
    }

    private void wrongClock(DoorHost door, Runnable breaks, Duration lasts) {
        breaks.run();
        time.after(lasts, door::clockIsRight);
    }

    /// The old door says its last word; as soon as the cloud has heard it there is another.
    private void retire(int number, DoorHost door) {
        door.retire(new OperationId(chance.id()));
        replaceWhenClosed(number, door);
    }

    private void replaceWhenClosed(int number, DoorHost door) {
        Site.Storey storey = world.site().at(number);
        if (world.door(number) != door) {
            return;
        }
        boolean saidIt = door.memory().load().filter(s -> s.at().standing() instanceof Standing.Ended).isPresent();
        if (saidIt && world.cloud().alive() && makesRoom(storey, door)) {
            door.remove();
            world.install(storey);
        } else if (saidIt) {
            time.after(LOOKED_AFTER, () -> replaceWhenClosed(number, door));
        }
    }

    /// What the cloud cannot read and a door that has lost its copy cannot tell stays held, and an alarm says so: an administrator ends that by force.
    private boolean makesRoom(Site.Storey storey, DoorHost door) {
        CloudFloor floor = world.rows(storey.floor()).held();
        boolean told = door.memory().load().filter(s -> s.spaces().findAny().isPresent()).isPresent();
        boolean forced = floor.at().standing() instanceof Standing.Ended && !floor.understandsAll() && !told;
        if (forced) {
            excuses.force(storey.floor());
        }
        return (forced || world.cloud().closed(storey.tenant(), storey.floor()))
                && world.cloud().replaced(storey.tenant(), storey.floor(), forced) instanceof Outcome.Applied;
    }

    /// The old door is isolated and alive, and somebody is at it.
    private void force(Deed.Broken broken, DoorHost door) {
        Site.Storey storey = world.site().at(broken.storey());
        if (!world.cloud().alive()) {
            return;
        }
        door.wire().cut();
        door.line().lose();
        cuts.put(door, 1_000);
        excuses.force(storey.floor());
        world.cloud().replaced(storey.tenant(), storey.floor(), true);
        for (int i = 0; i < 4; i++) {
            time.after(Duration.ofMinutes(chance.between(1, 20)), () -> walkUp(storey, door));
        }
        world.install(storey);
        time.after(Duration.ofMinutes(broken.minutes()), () -> {
            if (broken.how() % 3 == 0) {
                door.remove();
            } else {
                door.line().heal();
                time.after(Duration.ofHours(2), door::remove);
            }
        });
    }

    private void walkUp(Site.Storey storey, DoorHost door) {
        Instant now = time.now().truncatedTo(ChronoUnit.SECONDS);
        door.touch(new OperationId(chance.id()),
                new BookingCommand.Book(new BookingId(chance.id()), chance.of(storey.rooms()).id(),
                        new Slot(now, now.plus(Duration.ofMinutes(30))), Optional.empty(), Optional.empty(), Origin.DOOR));
    }

    /// A copy of the card from a while ago; the log that the cloud knows is longer, and an administrator believes the cloud.
    private void rollBack(int number, DoorHost door, Duration age) {
        InMemoryDoor<SQLException> card = door.memory().copied();
        time.after(age, () -> {
            if (world.door(number) == door) {
                excuses.force(door.floor());
                excuses.card(door);
                oracle.anotherCard(door);
                door.putBack(card);
                mend(number, door);
            }
        });
    }

    private void mend(int number, DoorHost door) {
        Site.Storey storey = world.site().at(number);
        boolean stopped = world.rows(storey.floor()).held().at().standing() instanceof Standing.Stopped
                || door.memory().load().map(DoorState::at).filter(at -> at.standing() instanceof Standing.Stopped).isPresent();
        if (world.door(number) == door && stopped && world.cloud().alive()) {
            world.cloud().diskLost(storey.tenant(), storey.floor());
        }
        if (world.door(number) == door) {
            time.after(LOOKED_AFTER, () -> mend(number, door));
        }
    }

    /// A backup is brought back; who was the door of a floor then must still be it.
    private void restore(Duration age, Optional<FloorId> waived) {
        if (!world.cloud().alive()) {
            return;
        }
        CloudHost.Backup backup = world.cloud().backup();
        Map<FloorId, DoorHost> then = new HashMap<>();
        world.site().storeys().forEach(storey -> then.put(storey.floor(), world.door(storey.number())));
        time.after(age, () -> {
            boolean same = world.site().storeys().stream().allMatch(s -> world.door(s.number()) == then.get(s.floor()));
            if (same) {
                world.site().storeys().forEach(storey -> excuses.restore(storey.floor()));
                waived.ifPresent(excuses::force);
                oracle.restored(backup);
                world.cloud().restore(backup, waived.stream().toList());
            }
        });
    }
}
