package dev.lintel.provisioning.world.ground;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// Time that stands still until something happens: a queue of events, the earliest first, and of the same instant in the order in which they were planned.
public final class Timeline {

    /// A Monday, so that a week of a world is a week of people.
    public static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    /// The busiest hours of a house have some thousands. More is a world that goes round and round, and is stopped before it fills the memory.
    private static final int MOST_IN_AN_HOUR = 200_000;

    private record Event(long at, long number, Runnable what) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long number;
    private long hour;
    private int inThisHour;

    /// So much happens that it never ends.
    public static final class Restless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Restless(Instant at) {
            super("more than " + MOST_IN_AN_HOUR + " events within the hour of " + at);
        }
    }

    public long millis() {
        return now;
    }

    public long nanos() {
        return now * 1_000_000;
    }

    public Instant now() {
        return START.plusMillis(now);
    }

    public void after(Duration delay, Runnable what) {
        at(now + delay.toMillis(), what);
    }

    public void afterMillis(long delay, Runnable what) {
        at(now + delay, what);
    }

    /// What is planned for the past happens now.
    public void at(long millis, Runnable what) {
        events.add(new Event(Math.max(millis, now), number++, what));
    }

    /// Lets everything happen up to then; the time is then afterwards.
    public void runTo(long millis) {
        while (true) {
            Event next = events.peek();
            if (next == null || next.at() > millis) {
                break;
            }
            events.remove();
            now = next.at();
            counted();
            next.what().run();
        }
        now = Math.max(now, millis);
    }

    private void counted() {
        long present = now / 3_600_000;
        inThisHour = present == hour ? inThisHour + 1 : 1;
        hour = present;
        if (inThisHour > MOST_IN_AN_HOUR) {
            throw new Restless(now());
        }
    }

    /// How many events have been planned: the size of a run.
    public long planned() {
        return number;
    }
}
