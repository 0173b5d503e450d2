package dev.lintel.provisioning.world.plan;

import java.time.Duration;
import java.util.Locale;

/// One line of a plan. It names no booking: whom it concerns shows when it happens, so that it still means something in a world without what came before.
public sealed interface Deed {

    /// Milliseconds of the world.
    long at();

    int storey();

    /// A line of a story.
    String words();

    enum Touch {
        CHECK_IN, END, EXTEND, SHORTEN, CANCEL, START_EARLY, UNDO_RELEASE, TAKE_BACK, AGAIN, REPORT
    }

    enum Wish {
        CANCEL, EXTEND, SHORTEN, MOVE, MOVE_ACROSS, CHECK_IN, END, AGAIN
    }

    /// Somebody walks up to a room and takes it.
    record WalkUp(long at, int storey, int room, int minutes) implements Deed {

        @Override
        public String words() {
            return "somebody takes room " + room + " for " + minutes + " minutes";
        }
    }

    /// Somebody at the door books for later.
    record BookedAtTheDoor(long at, int storey, int room, int quartersAhead, int quarters) implements Deed {

        @Override
        public String words() {
            return "at the door: book room " + room + " " + quartersAhead * 15 + " minutes ahead for " + quarters * 15;
        }
    }

    /// Somebody touches the panel about the booking that is there.
    record Touched(long at, int storey, int room, Touch what) implements Deed {

        @Override
        public String words() {
            return "at the door of room " + room + ": " + what.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// @param attended somebody will come and check in
    record Booked(long at, int storey, int room, int quartersAhead, int quarters, int person, boolean attended)
            implements
                Deed {

        @Override
        public String words() {
            return "from afar: book room " + room + " " + quartersAhead * 15 + " minutes ahead for " + quarters * 15
                    + (attended ? "" : ", and nobody will come");
        }
    }

    /// @param pick which of the room's bookings
    record Wished(long at, int storey, int room, int pick, int quarters, Wish what) implements Deed {

        @Override
        public String words() {
            return "from afar, about a booking of room " + room + ": "
                    + what.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// The same time each day.
    record Series(long at, int storey, int room, int quartersAhead, int days) implements Deed {

        @Override
        public String words() {
            return "from afar: a series of " + days + " in room " + room;
        }
    }

    /// A room is out of service for a while.
    record Closed(long at, int storey, int room, int minutes) implements Deed {

        @Override
        public String words() {
            return "room " + room + " is closed for " + minutes + " minutes";
        }
    }

    /// @param minutes how long, where it lasts
    /// @param how which of its kinds
    record Broken(long at, int storey, Fault what, int minutes, int how) implements Deed {

        @Override
        public String words() {
            return "FAULT: " + what.words() + " (" + minutes + " minutes)";
        }
    }

    /// As a line of a story.
    default String told() {
        Duration since = Duration.ofMillis(at());
        return String.format(Locale.ROOT, "day %d %02d:%02d:%02d floor %d  %s", since.toDays() + 1, since.toHoursPart(),
                since.toMinutesPart(), since.toSecondsPart(), storey(), words());
    }
}
