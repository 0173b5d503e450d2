package dev.lintel.provisioning.world.oracle;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudStep;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.provisioning.world.cloud.CloudHost;
import dev.lintel.provisioning.world.cloud.CloudWatch;
import dev.lintel.provisioning.world.cloud.FloorRows;
import dev.lintel.provisioning.world.cloud.Outbox;
import dev.lintel.provisioning.world.door.DoorHost;
import dev.lintel.provisioning.world.door.DoorWatch;
import dev.lintel.provisioning.world.ground.Site;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Watches a world and stops it at the first broken promise.
public final class Oracle implements CloudWatch, DoorWatch {

    /// Entries of both logs of all floors. A backlog of days is a tenth of that.
    private static final int MOST_IN_AN_HOUR = 20_000;

    private final Scene scene;
    private final Tally tally;
    private final Calendars calendars;
    private final Cursors cursors;
    private final Outcomes outcomes;
    private final Rest rest;
    private final Notices notices;
    private final Hearing hearing;
    private final Map<OperationId, String> proposals = new HashMap<>();
    private final Set<OperationId> given = new HashSet<>();
    private Teller teller = Teller.NOBODY;
    private long trace = 17;
    private long hour;
    private int writtenInThisHour;

    public Oracle(Scene scene, Excuses excuses, Tally tally) {
        this.scene = scene;
        this.tally = tally;
        this.calendars = new Calendars(scene, excuses);
        this.cursors = new Cursors(excuses);
        this.outcomes = new Outcomes(scene, excuses);
        this.rest = new Rest(scene, excuses);
        this.notices = new Notices(scene);
        this.hearing = new Hearing(scene, excuses, notices);
    }

    /// Has each entry and each answer told in words, for a story.
    public void tell(Teller to) {
        teller = to;
    }

    /// One number for all that has happened, in order.
    public long trace() {
        return trace;
    }

    private void traced(Object what) {
        trace = (trace ^ what.hashCode()) * 0x100000001B3L + scene.time().millis();
    }

    /// How many operations somebody was answered about.
    public int operations() {
        return outcomes.size();
    }

    /// What is in that backup is about to be all that the cloud knows.
    public void restored(CloudHost.Backup backup) {
        calendars.restored();
        outcomes.restored(backup);
    }

    public void anotherCard(DoorHost door) {
        calendars.anotherCard(door);
    }

    /// Its tables are about to be lost.
    public void copyLost(DoorHost door) {
        outcomes.copyLost(door);
    }

    @Override
    public void committed(FloorRows floor, CloudInput input, CloudStep step) {
        written(floor, step);
        notices.committed(floor, input, step.outcome());
        hearing.committed(input, step);
        tally.count("outcome " + step.outcome().getClass().getSimpleName());
    }

    @Override
    public void crossed(FloorRows source, CloudStep departure, FloorRows target, CloudStep arrival) {
        written(source, departure);
        written(target, arrival);
    }

    private void written(FloorRows floor, CloudStep step) {
        calendars.inTheCloud(floor, step.changes(), step.effects());
        cursors.moved(floor.held().at());
        step.entries().forEach(entry -> wrote("cloud", floor.id(), entry));
        told(Optional.empty(), step.effects());
    }

    private void wrote(String by, FloorId floor, Entry entry) {
        traced(entry.hash().hex());
        teller.tell(() -> "    " + by + " of floor " + scene.site().of(floor).number() + " writes " + entry.seq() + ": "
                + Words.of(entry));
        atSomePace(by, floor, entry);
        switch (entry.body()) {
            case Body.Proposed(BookingCommand command, var _, var _, var _, var _, var _) -> {
                proposals.put(entry.head().operation(), command.slug());
                tally.count("proposed by the " + by);
            }
            case Body.Accepted _ -> row(entry, "accepted");
            case Body.Declined(var _, var why) -> row(entry, why.slug());
            case Body.Happened happened -> tally.count("event " + happened.event().slug());
            case Body.Late _ -> tally.count("late word");
            case Body.Granted _,Body.NotUnderstood _,Body.Observed _,Body.Closed _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                {
                }
        }
    }

    /// Parties that only answer each other come to no rest.
    private void atSomePace(String by, FloorId floor, Entry entry) {
        long present = scene.time().millis() / 3_600_000;
        writtenInThisHour = present == hour ? writtenInThisHour + 1 : 1;
        hour = present;
        if (writtenInThisHour > MOST_IN_AN_HOUR) {
            throw new Violation("no rest", "more than " + MOST_IN_AN_HOUR + " entries within an hour, the last by the " + by
                    + " of floor " + scene.site().of(floor).number() + ": " + entry.seq() + ", " + Words.of(entry));
        }
    }

    private void row(Entry entry, String answer) {
        tally.count("proposal " + proposals.getOrDefault(entry.head().operation(), "?") + ": " + answer);
        if (entry.body() instanceof Body.Accepted accepted) {
            tally.count("event " + accepted.event().slug());
        }
    }

    private void told(Optional<DoorHost> by, List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Decided(OperationId operation, var _, Answer answer) -> {
                    outcomes.decided(operation, by, answer);
                    if (by.isEmpty()) {
                        hearing.decided(operation, answer);
                    }
                }
                case Effect.Alarm(String kind, String detail) -> {
                    tally.count("alarm " + kind);
                    teller.tell(() -> "    ALARM " + kind + ": " + detail);
                }
                case Effect.Onward _ -> {
                }
            }
        }
    }

    /// A person asks the cloud.
    public void asked(FloorId floor, PersonId person, OperationId operation, BookingCommand command) {
        hearing.asked(floor, person, operation, command);
    }

    /// A person was answered by the cloud.
    public void answered(FloorId floor, OperationId operation, Answer answer) {
        teller.tell(() -> "    the cloud answers: " + Words.of(answer));
        traced(answer.getClass().getSimpleName());
        reached(answer);
        outcomes.answered(operation, floor, Optional.empty(), answer);
        hearing.decided(operation, answer);
    }

    private void reached(Answer answer) {
        switch (answer) {
            case Answer.Done done -> tally.count("event " + done.event().slug());
            case Answer.Refused refused -> tally.count("refused " + refused.why().slug());
            case Answer.Waiting _ -> tally.count("asked to wait");
        }
    }

    @Override
    public void said(FloorRows floor, EdgeId to, byte[] bytes) {
        traced(Arrays.hashCode(bytes));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String own = Site.CANARIES.get(scene.site().of(floor.id()).number());
        for (int at = text.indexOf("canary-"); at >= 0; at = text.indexOf("canary-", at + 1)) {
            if (!text.startsWith(own, at)) {
                throw new Violation("another tenant's words", "on the way to " + floor.id() + ": " + text);
            }
        }
        if (text.contains(Site.SECRET)) {
            throw new Violation("a secret on the way to a door", text);
        }
    }

    @Override
    public void told(FloorRows floor, Outbox.Notice notice) {
        teller.tell(() -> "    a person is told: " + notice.kind() + ", booking "
                + notice.key().booking().toString().substring(0, 4));
        tally.count("notice " + notice.kind());
        notices.told(floor, notice);
    }

    @Override
    public void found(Outbox.Notice notice) {
        notices.found(notice);
    }

    @Override
    public void restored(Instant then) {
        notices.restored(then);
    }

    @Override
    public void dropped(String reason) {
        tally.count("dropped " + reason);
    }

    @Override
    public void committed(DoorHost door, List<DoorStep> steps) {
        DoorState rows = door.memory().load().orElseThrow();
        List<Change> changes = new ArrayList<>();
        for (DoorStep step : steps) {
            changes.addAll(step.changes());
            step.entries().forEach(entry -> {
                wrote("door", door.floor(), entry);
                givenBackByAGoodClock(door, entry);
            });
        }
        calendars.atADoor(door, rows, changes);
        cursors.moved(door, rows.at());
    }

    /// R12: what is given back is given back by a clock that somebody has vouched for in this run of the machine. In a new epoch a door says again what it once decided, whatever its clock is by then.
    private void givenBackByAGoodClock(DoorHost door, Entry entry) {
        ClockQuality clock = door.moment().quality();
        boolean nobodyKnows = clock instanceof ClockQuality.Bad || clock instanceof ClockQuality.Restored;
        boolean isGiven = entry.body() instanceof Body.Happened happened && happened.event() instanceof BookingEvent.Released
                && given.add(entry.head().operation());
        if (nobodyKnows && isGiven) {
            throw new Violation("given back by a wrong clock", Words.of(entry));
        }
    }

    @Override
    public void told(DoorHost door, List<Effect> effects) {
        told(Optional.of(door), effects);
    }

    @Override
    public void answered(DoorHost door, OperationId operation, BookingCommand command, Answer answer) {
        teller.tell(() -> "    the door answers " + command.slug() + ": " + Words.of(answer));
        traced(answer.getClass().getSimpleName());
        reached(answer);
        outcomes.answered(operation, door.floor(), Optional.of(door), answer);
    }

    @Override
    public void noted(DoorHost door, String what) {
        traced(what);
        teller.tell(() -> "    door: " + what);
        tally.count("door: " + what);
    }

    /// What some floor is still waiting for; nothing when the world rests.
    public Optional<String> unrest() {
        return scene.site()
                .storeys()
                .stream()
                .flatMap(storey -> rest.unrest(storey.floor()).map(why -> "floor " + storey.number() + ": " + why).stream())
                .findFirst()
                .or(notices::unrest);
    }

    public void atRest() {
        scene.site().storeys().forEach(storey -> rest.same(storey.floor()));
        outcomes.atRest();
        hearing.atRest();
    }
}
