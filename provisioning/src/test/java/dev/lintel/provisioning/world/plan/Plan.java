package dev.lintel.provisioning.world.plan;

import dev.lintel.provisioning.world.ground.Chance;
import dev.lintel.provisioning.world.ground.Site;
import dev.lintel.provisioning.world.plan.Deed.Touch;
import dev.lintel.provisioning.world.plan.Deed.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Everything that will happen to a world from outside, in order.
///
/// Swarm testing: each fault is off in at least 30 of 100 seeds, so that no fault hides what another would show; and in most seeds no party is made to forget by force, because there the oracles ask for everything.
public record Plan(long seed, Size size, Set<Fault> faults, List<Deed> deeds) {

    private static final int PER_ROOM_AND_DAY = 40;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long MINUTE = 60_000;

    /// How much of a house is busy, and for how long. The house is always the same.
    public enum Size {

        /// Every room for a week.
        WHOLE(7),
        /// Three days of six rooms, of each unusual rule one: a fifth of the deeds with as much that breaks, so that many more seeds can be tried in the same time.
        SMALL(3),
        /// A day of four rooms, of which each transaction is done a second time over PostgreSQL.
        SCRIPT(1);

        private final int days;

        Size(int days) {
            this.days = days;
        }

        public int days() {
            return days;
        }

        /// Of each of the two large floors, by number.
        public List<Integer> rooms() {
            return switch (this) {
                case WHOLE -> IntStream.range(0, Site.ROOMS).boxed().toList();
                case SMALL -> List.of(0, 1, 8, 9, 10, 11);
                case SCRIPT -> List.of(0, 8, 9, 11);
            };
        }

        public long millis() {
            return days * DAY;
        }
    }

    public static Plan of(long seed) {
        return of(seed, Size.WHOLE);
    }

    public static Plan of(long seed, Size size) {
        Chance chance = new Chance(seed);
        Set<Fault> faults = faults(chance.branch("swarm"));
        List<Deed> deeds = new ArrayList<>();
        for (int storey = 0; storey < 3; storey++) {
            for (int room : storey < 2 ? size.rooms() : List.of(0, 1)) {
                Chance own = chance.branch("room " + storey + "." + room);
                for (int day = 0; day < size.days(); day++) {
                    for (int i = 0; i < (storey < 2 ? PER_ROOM_AND_DAY : PER_ROOM_AND_DAY / 4); i++) {
                        deeds.add(deed(own, day, storey, room));
                    }
                }
            }
        }
        faults.forEach(fault -> broken(chance.branch(fault.name()), fault, size, deeds));
        deeds.sort(Comparator.comparingLong(Deed::at));
        return new Plan(seed, size, faults, List.copyOf(deeds));
    }

    /// A world of which some lines are left out.
    public Plan only(BitSet kept) {
        List<Deed> left = new ArrayList<>();
        for (int i = 0; i < deeds.size(); i++) {
            if (kept.get(i)) {
                left.add(deeds.get(i));
            }
        }
        return new Plan(seed, size, faults, left);
    }

    private static Set<Fault> faults(Chance chance) {
        boolean calm = chance.percent(60);
        Set<Fault> on = EnumSet.noneOf(Fault.class);
        for (Fault fault : Fault.values()) {
            boolean wanted = chance.percent(fault.forgets() ? 50 : 65);
            if (wanted && !(calm && fault.forgets())) {
                on.add(fault);
            }
        }
        if (!on.contains(Fault.FLAPPING)) {
            on.add(Fault.CUT);
        }
        return on;
    }

    private static Deed deed(Chance chance, int day, int storey, int room) {
        // Most of it between seven and seven.
        long at = day * DAY
                + (chance.percent(92) ? 7 * 60 * MINUTE + chance.below(12 * 60) * MINUTE : chance.below(24 * 60) * MINUTE)
                + chance.below(60_000);
        int draw = chance.below(100);
        if (draw < 24) {
            int ahead = chance.percent(70) ? chance.between(1, 16) : chance.between(16, 4 * 24 * 3);
            return new Deed.Booked(at, storey, room, ahead, chance.between(1, 6), chance.below(40), chance.percent(75));
        }
        if (draw < 42) {
            return new Deed.WalkUp(at, storey, room, 15 * chance.between(1, 4));
        }
        if (draw < 46) {
            return new Deed.BookedAtTheDoor(at, storey, room,
                    chance.percent(60) ? chance.between(1, 20) : chance.between(80, 160), chance.between(1, 6));
        }
        if (draw < 78) {
            List<Touch> all = List.of(Touch.CHECK_IN, Touch.CHECK_IN, Touch.CHECK_IN, Touch.CHECK_IN, Touch.END, Touch.END,
                    Touch.EXTEND, Touch.EXTEND, Touch.SHORTEN, Touch.CANCEL, Touch.START_EARLY, Touch.UNDO_RELEASE,
                    Touch.TAKE_BACK, Touch.AGAIN, Touch.REPORT);
            return new Deed.Touched(at, storey, room, chance.of(all));
        }
        if (draw < 98) {
            List<Wish> all = List.of(Wish.CANCEL, Wish.CANCEL, Wish.CANCEL, Wish.EXTEND, Wish.EXTEND, Wish.SHORTEN, Wish.MOVE,
                    Wish.MOVE, Wish.MOVE, Wish.MOVE_ACROSS, Wish.MOVE_ACROSS, Wish.CHECK_IN, Wish.END, Wish.AGAIN);
            return new Deed.Wished(at, storey, room, chance.below(1_000), chance.between(1, 12), chance.of(all));
        }
        return chance.percent(70)
                ? new Deed.Series(at, storey, room, chance.between(4, 40), chance.between(2, 5))
                : new Deed.Closed(at, storey, room, chance.between(20, 300));
    }

    private static void broken(Chance chance, Fault fault, Size size, List<Deed> deeds) {
        int times = switch (fault) {
            case CUT, WEATHER -> chance.between(1, 3);
            case SPOILED, REPLAYED, FOREIGN, DOOR_POWER, CLOUD_POWER -> chance.between(2, 6);
            case UNREADABLE_FEED, UNREADABLE_LOG, COPY_LOST -> chance.between(1, 2);
            case FLAPPING, CLOCK_1970, CLOCK_AHEAD, CLOCK_DRIFT, RETIRED, OLD_DOOR, RESTORED, FORCED, CARD_ROLLED_BACK,
                    WAIVED ->
                1;
        };
        for (int i = 0; i < times; i++) {
            long at = chance.below(size.days()) * DAY + 7 * 60 * MINUTE + chance.below(12 * 60) * MINUTE + chance.below(60_000);
            int minutes = switch (fault) {
                case CUT -> chance.percent(50) ? chance.between(1, 90) : chance.between(120, 4_000);
                case FLAPPING -> chance.between(2, 6);
                case RESTORED, WAIVED, CARD_ROLLED_BACK -> chance.between(10, 600);
                default -> chance.between(10, 400);
            };
            deeds.add(new Deed.Broken(at, fault == Fault.FOREIGN ? 2 : chance.below(2), fault, minutes, chance.below(1_000)));
        }
    }
}
