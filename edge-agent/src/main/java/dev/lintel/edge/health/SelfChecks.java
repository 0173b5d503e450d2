package dev.lintel.edge.health;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Saving;
import dev.lintel.edge.fleet.FleetDesk;
import dev.lintel.edge.hardware.Fittings;
import dev.lintel.edge.hardware.SensorPump;
import dev.lintel.edge.hardware.StatusLights;
import dev.lintel.edge.hardware.satellite.Satellites;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.sync.CloudLink;
import dev.lintel.edge.sync.LinkStatus;
import dev.lintel.edge.sync.Renewals;
import dev.lintel.edge.upkeep.Backups;
import dev.lintel.edge.wiring.ReleaseMode;
import dev.lintel.edge.wiring.Wiring;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.wire.EdgeHealth;
import io.micronaut.context.annotation.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What this agent finds when it looks at itself: the same list for a technician at the machine and for administrators in the
/// cloud. Safe for all threads.
@Context
public final class SelfChecks {

    private static final long LITTLE_ROOM_BYTES = 200L * 1024 * 1024;

    /// How one thing is. `DEGRADED` works with less, `DOWN` means that doors do not answer.
    enum Status {
        UP, DEGRADED, DOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One check, with what a technician does about it.
    record Check(String id, Status status, String detail, String fix) {}

    private final DoorDesk desk;
    private final DoorClock clock;
    private final CloudLink link;
    private final Backups backups;
    private final Renewals renewals;
    private final DataFolder folder;
    private final Fittings fittings;
    private final SensorPump sensors;
    private final StatusLights lights;
    private final Wiring wiring;
    private final RoomReports rooms;
    private final Satellites satellites;

    SelfChecks(DoorDesk desk, DoorClock clock, CloudLink link, Backups backups, Renewals renewals, DataFolder folder,
            Fittings fittings, SensorPump sensors, StatusLights lights, Wiring wiring, RoomReports rooms, Satellites satellites,
            FleetDesk fleet) {
        this.desk = desk;
        this.clock = clock;
        this.link = link;
        this.backups = backups;
        this.renewals = renewals;
        this.folder = folder;
        this.fittings = fittings;
        this.sensors = sensors;
        this.lights = lights;
        this.wiring = wiring;
        this.rooms = rooms;
        this.satellites = satellites;
        fleet.checkedBy(this::told);
    }

    List<Check> all() {
        return List.of(door(), disk(), room(), floor(), time(), cloud(), certificate(), backup(), hardware(), noShows());
    }

    private List<EdgeHealth.Check> told() {
        return all().stream()
                .map(check -> new EdgeHealth.Check(check.id(), check.status().word(), check.detail(), check.fix()))
                .toList();
    }

    private Check room() {
        try {
            long free = Files.getFileStore(folder.resolve(".")).getUsableSpace();
            return free < LITTLE_ROOM_BYTES
                    ? new Check("room", Status.DEGRADED, "Only " + free / 1_000_000 + " MB are left on the disk.",
                            "Make room on it: a door that cannot save does not decide.")
                    : new Check("room", Status.UP, free / 1_000_000 + " MB are left on the disk.", "");
        } catch (IOException e) {
            return new Check("room", Status.DEGRADED, "The disk does not say how much room is left.",
                    "Check that it is mounted.");
        }
    }

    private Check door() {
        return desk.alive()
                ? new Check("door", Status.UP, "The door's thread decides.", "")
                : new Check("door", Status.DOWN, "The door's thread has ended.", "Restart the agent and keep its log.");
    }

    private Check disk() {
        return switch (desk.saving()) {
            case Saving.Fine _ -> new Check("disk", Status.UP, "What is decided is saved.", "");
            case Saving.Failing(var since, String reason) -> new Check("disk", Status.DOWN,
                    "Nothing can be saved since " + since + ", so nothing is decided.", reason);
        };
    }

    private Check floor() {
        Optional<DoorState> state = desk.state();
        if (state.isEmpty()) {
            return new Check("floor", Status.DOWN, "This edge has no floor yet.", "Enrol it with a token from the cloud.");
        }
        DoorState known = state.get();
        Optional<String> obstacle = known.at().standing().obstacle();
        long waiting = known.at().log().seq() - known.at().logAcked().seq();
        String detail = "Decides up to " + known.at().line().at() + "; " + known.spaces().count() + " spaces; " + waiting
                + " log entries are not acknowledged by the cloud.";
        String fix = switch (known.at().standing()) {
            case Standing.Doubting _ ->
                "Connect this machine to the cloud: the cloud sends the calendar, and the door goes on by itself.";
            case Standing.Stopped(String reason) when reason.equals(Standing.SUPERSEDED) ->
                "Another edge has this floor: switch this one off, or register it again and start it with an empty data folder.";
            case Standing.Deciding _,Standing.Stopped _,Standing.Ended _ ->
                "Ask an administrator to replace this door in the cloud, which starts a new epoch for the floor.";
        };
        return obstacle.map(reason -> new Check("floor", Status.DOWN, "Nothing is decided here: " + reason + ".", fix))
                .orElseGet(() -> new Check("floor", Status.UP, detail, ""));
    }

    private Check time() {
        ClockQuality quality = clock.moment().quality();
        String detail = switch (quality) {
            case ClockQuality.Synchronised _ -> "A time server keeps the clock.";
            case ClockQuality.RealTimeClock _ -> "The time is the battery clock's.";
            case ClockQuality.HoldOver(Duration since) ->
                "No time server has been heard for " + since.toHours() + " h; the clock goes on by itself.";
            case ClockQuality.Restored(Instant known) -> "The machine started without knowing the time; it counts on from "
                    + known + ", the last that was known.";
            case ClockQuality.Bad _ -> "The clock was set by more than five minutes without a time server, or to a day before"
                    + " this version was made.";
        };
        String server = "Connect the machine to a time server; setting the clock by hand does not help.";
        if (!quality.permitsNow()) {
            return new Check("clock", Status.DEGRADED,
                    detail + " The time is not trusted: doors offer check-in and end only.", server);
        }
        if (!quality.permitsRelease()) {
            return new Check("clock", Status.DEGRADED, detail + " It may be wrong by " + quality.uncertainty().toSeconds()
                    + " s, so nothing is released.", server);
        }
        return new Check("clock", Status.UP, detail, "");
    }

    private Check cloud() {
        return switch (link.status()) {
            case LinkStatus.Live(var since) -> new Check("cloud", Status.UP, "Linked since " + since + ".", "");
            case LinkStatus.Down(String reason) -> new Check("cloud", Status.DEGRADED,
                    "No link (" + reason + "); doors decide alone." + link.remark().map(remark -> " " + remark).orElse(""),
                    "Check the network between this machine and the broker.");
            case LinkStatus.NotEnrolled(String reason) -> new Check("cloud", Status.DEGRADED, reason,
                    "Ask for an enrolment token in the cloud.");
        };
    }

    private Check certificate() {
        Instant now = clock.moment().now();
        return switch (renewals.state()) {
            case Renewals.State.None _ -> new Check("certificate", Status.UP, "This edge has none until it is enrolled.", "");
            case Renewals.State.Good(Instant endsAt, Instant renewedFrom) -> new Check("certificate", Status.UP,
                    "Good until " + endsAt + "; it is renewed from " + renewedFrom + " on.", "");
            case Renewals.State.Late(Instant endsAt, String reason) -> new Check("certificate", Status.DEGRADED,
                    until(endsAt, now) + " and could not be renewed. " + reason,
                    "Let this machine reach the cloud's HTTPS address; it then renews by itself, also after the end, for 35"
                            + " days.");
            case Renewals.State.Refused(Instant endsAt, String reason) -> new Check("certificate", Status.DEGRADED,
                    until(endsAt, now) + ". " + reason,
                    "Ask an administrator to re-enrol this edge, and put the new token into the file that"
                            + " lintel.enrolment.token-file names.");
        };
    }

    private static String until(Instant endsAt, Instant now) {
        return endsAt.isBefore(now)
                ? "Ended at " + endsAt + ": the doors go on alone, and nothing reaches the cloud"
                : "Good until " + endsAt;
    }

    private Check backup() {
        Backups.State state = backups.state();
        String newest = state.newest()
                .map(at -> "The last backup is of " + at + " and has been checked.")
                .orElse("There is no backup yet.");
        return state.worries(clock.moment().now())
                ? new Check("backup", Status.DEGRADED, newest, state.trouble().orElse("See why in the agent's log."))
                : new Check("backup", Status.UP, newest, "");
    }

    private Check noShows() {
        List<String> tried = rooms.tried();
        return tried.isEmpty()
                ? new Check("no-shows", Status.UP, "No room is only tried out.", "")
                : new Check("no-shows", Status.UP, "In shadow, last 90 days. " + String.join(" ", tried),
                        "Set lintel.rooms.<room>.release to on where this was right for some weeks.");
    }

    private Check hardware() {
        List<String> troubles = new ArrayList<>();
        fittings.missing().forEach(each -> troubles.add(each.what() + ": " + each.reason()));
        sensors.attached()
                .stream()
                .filter(each -> !each.known())
                .forEach(each -> troubles.add("sensor " + each.sensor() + ": this floor has no space \"" + each.space()
                        + "\"."));
        sensors.attached()
                .stream()
                .filter(each -> each.known() && each.silent() && !satellites.among(each.sensor()))
                .forEach(each -> troubles.add("sensor " + each.sensor() + " of " + each.space()
                        + ": nothing was heard of it since this agent started."));
        Optional<DoorState> floor = desk.state();
        wiring.rooms()
                .stream()
                .filter(room -> room.release() != ReleaseMode.ON
                        && floor.filter(known -> known.spaces().anyMatch(room::is)).isEmpty())
                .forEach(room -> troubles.add("lintel.rooms." + room.key() + ".release: this floor has no space \""
                        + room.space() + "\"."));
        floor.stream()
                .flatMap(DoorState::spaces)
                .map(wiring::rooms)
                .filter(same -> same.size() > 1)
                .forEach(same -> troubles.add(same.stream()
                        .map(room -> "lintel.rooms." + room.key())
                        .collect(Collectors.joining(" and "))
                        + " are one space; write all that belongs to it under one room."));
        sensors.crowded()
                .forEach(space -> troubles.add(space + " has more sensors than are listened to: eight are."));
        if (!sensors.alive()) {
            troubles.add("the thread that listens to sensors has ended; restart the agent and keep its log.");
        }
        if (!lights.alive()) {
            troubles.add("the thread that lights the lamps has ended; restart the agent and keep its log.");
        }
        lights.failing().forEach(space -> troubles.add("light of " + space + ": it does not answer."));
        if (!fittings.screenWorks()) {
            troubles.add("the screen's light cannot be set.");
        }
        if (!fittings.touchWorks()) {
            troubles.add("the touchscreen cannot be read, so a touch does not wake it.");
        }
        troubles.addAll(rooms.doubtful());
        troubles.addAll(satellites.troubles());
        if (!troubles.isEmpty()) {
            return new Check("sensors", Status.DEGRADED, String.join(" ", troubles),
                    "Compare lintel.rooms and lintel.backlight with what is connected; see docs/hardware.md.");
        }
        int count = sensors.attached().size();
        String detail = count == 0
                ? "No sensors are connected, so no room is given back."
                : count + " sensors are listened to.";
        String satellite = switch (satellites.count()) {
            case 0 -> "";
            case 1 -> " 1 of them is a satellite.";
            default -> " " + satellites.count() + " of them are satellites.";
        };
        String rehearsed = wiring.rehearsal() ? " No-shows are rehearsed in seconds." : "";
        String kept = rooms.kept().stream().map(sentence -> " " + sentence).collect(Collectors.joining());
        return new Check("sensors", Status.UP, detail + satellite + rehearsed + kept, "");
    }
}
