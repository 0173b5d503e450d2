package dev.lintel.provisioning.world.oracle;

import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.provisioning.world.cloud.CloudHost;
import dev.lintel.provisioning.world.cloud.Tables;
import dev.lintel.provisioning.world.door.DoorHost;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Whoever was answered is never told the opposite, and whoever waits hears in the end.
final class Outcomes {

    /// @param door where it was asked; nothing for what was asked of the cloud
    private record Asked(FloorId floor, Optional<DoorHost> door, long card, int restores, String first, boolean settled) {

        Asked heard(String word) {
            return new Asked(floor, door, card, restores, word, true);
        }
    }

    private final Scene scene;
    private final Excuses excuses;
    private final Map<OperationId, Asked> asked = new LinkedHashMap<>();
    /// Answers that stood on both disks and were taken from each: by a restore, and with a door's tables.
    private final Set<OperationId> forgottenByTheCloud = new HashSet<>();
    private final Set<OperationId> forgottenAtTheDoor = new HashSet<>();
    private final Set<OperationId> nowhere = new HashSet<>();

    Outcomes(Scene scene, Excuses excuses) {
        this.scene = scene;
        this.excuses = excuses;
    }

    int size() {
        return asked.size();
    }

    /// Somebody was answered, at once or later.
    void answered(OperationId operation, FloorId floor, Optional<DoorHost> door, Answer answer) {
        if (isNoAnswer(answer)) {
            return;
        }
        Asked before = Optional.ofNullable(asked.get(operation)).filter(told -> !isUnheardOf(told, door)).orElse(null);
        String word = word(answer);
        boolean settles = !(answer instanceof Answer.Waiting);
        if (before == null) {
            asked.put(operation, new Asked(floor, door, door.map(host -> excuses.card(host, 0)).orElse(0L), excuses.restores(),
                    word, settles));
        } else if (!before.settled() && settles) {
            asked.put(operation, before.heard(word));
        } else if (before.settled() && settles && !before.first().equals(word) && !excuses.hasForgotten(before.floor())) {
            throw new Violation("contradiction", operation + " was told " + before.first() + " and then " + answer
                    + (before.door().isPresent() ? ", asked at the door" : ", asked of the cloud"));
        } else if (before.settled() && !settles && !excuses.hasForgotten(before.floor())) {
            throw new Violation("contradiction", operation + " was told " + before.first() + " and is asked to wait");
        }
    }

    /// A refusal stands in no log, so the next door on the wall knows nothing of it.
    private static boolean isUnheardOf(Asked told, Optional<DoorHost> door) {
        return told.first().equals("no") && told.door().isPresent() && door.isPresent() && !told.door().equals(door);
    }

    /// A refusal stands in no log: a door that has lost its tables has forgotten it, and decides anew when asked again.
    ///
    /// What else was answered stands in the cloud as well, unless that was restored to a time before.
    void copyLost(DoorHost door) {
        asked.forEach((operation, told) -> {
            if (told.door().equals(Optional.of(door)) && isKnown(told, atItsDoor(operation, told))) {
                forgottenAtTheDoor.add(operation);
                boolean gone = scene.tables(told.floor()).answer(operation).filter(Outcomes::isFinal).isEmpty();
                if (gone && forgottenByTheCloud.contains(operation)) {
                    nowhere.add(operation);
                }
            }
        });
        asked.values().removeIf(told -> told.door().equals(Optional.of(door)) && told.first().equals("no"));
    }

    /// What the cloud has learned since that backup only doors know now.
    void restored(CloudHost.Backup backup) {
        asked.forEach((operation, told) -> {
            Tables then = Objects.requireNonNull(backup.databases().get(scene.site().of(told.floor()).tenant()));
            boolean forgets = isKnown(told, scene.tables(told.floor()).answer(operation))
                    && then.answer(operation).filter(Outcomes::isFinal).isEmpty();
            if (forgets) {
                forgottenByTheCloud.add(operation);
                boolean gone = atItsDoor(operation, told).filter(Outcomes::isFinal).isEmpty();
                if (gone && forgottenAtTheDoor.contains(operation)) {
                    nowhere.add(operation);
                }
            }
        });
    }

    private static Optional<Answer> atItsDoor(OperationId operation, Asked told) {
        return told.door().flatMap(host -> host.memory().load()).flatMap(state -> state.answer(operation));
    }

    /// Whether what somebody was told is on that disk.
    private static boolean isKnown(Asked told, Optional<Answer> there) {
        return told.settled() && there.filter(Outcomes::isFinal).filter(it -> word(it).equals(told.first())).isPresent();
    }

    /// What somebody was told about an operation that was asked before; of others nobody waits for it. A door tells its panels, and whoever asked the cloud hears the cloud: behind a move to another floor that door's no is not the last word.
    ///
    /// @param by the door that tells; nothing where the cloud does
    void decided(OperationId operation, Optional<DoorHost> by, Answer answer) {
        Asked before = asked.get(operation);
        if (before != null && (by.isEmpty() || before.door().isPresent())) {
            answered(operation, before.floor(), before.door(), answer);
        }
    }

    /// Nothing was decided, so it is asked again; or not yet, as between two floors until the booking has arrived.
    private static boolean isNoAnswer(Answer answer) {
        return switch (answer) {
            case Answer.Refused(Rejection why) -> why instanceof Rejection.FloorStopped;
            case Answer.Done(BookingEvent event, var _) ->
                event instanceof BookingEvent.Held || event instanceof BookingEvent.Departed;
            case Answer.Waiting _ -> false;
        };
    }

    private static String word(Answer answer) {
        return switch (answer) {
            case Answer.Done _ -> "yes";
            case Answer.Refused _ -> "no";
            case Answer.Waiting _ -> "wait";
        };
    }

    void atRest() {
        asked.forEach((operation, told) -> {
            if (isExcused(operation, told)) {
                return;
            }
            Optional<Answer> cloud = scene.tables(told.floor()).answer(operation).filter(Outcomes::isFinal);
            Optional<Answer> door = atItsDoor(operation, told).filter(Outcomes::isFinal);
            Optional<Answer> present = scene.door(told.floor())
                    .flatMap(host -> host.memory().load())
                    .flatMap((DoorState state) -> state.answer(operation))
                    .filter(Outcomes::isFinal);
            String known = door.or(() -> cloud).or(() -> present).map(Outcomes::word).orElse("nothing");
            if (known.equals("nothing")) {
                throw new Violation("no outcome", operation + ", told " + told.first() + ", "
                        + (told.door().isPresent() ? "at the door" : "by the cloud") + " of " + told.floor());
            }
            boolean bothSay = cloud.isPresent() && door.isPresent();
            if ((told.settled() && !known.equals(told.first()))
                    || (bothSay && !word(cloud.get()).equals(word(door.get())))) {
                throw new Violation("contradiction", operation + " was told " + told.first() + ", the door says "
                        + door.map(Outcomes::word) + ", the cloud " + cloud.map(Outcomes::word));
            }
        });
    }

    private boolean isExcused(OperationId operation, Asked told) {
        if (nowhere.contains(operation) || excuses.isForced(told.floor())) {
            return true;
        }
        return told.door().isEmpty() && told.restores() != excuses.restores();
    }

    static boolean isFinal(Answer answer) {
        return !(answer instanceof Answer.Waiting) && !isNoAnswer(answer);
    }
}
