package dev.lintel.protocol;

import java.time.Duration;

/// Every bound that both parties share, each with its reason.
public final class Limits {

    /// One packet of the broker's link; larger ones are refused before they are parsed.
    public static final int PACKET_BYTES = 64 * 1024;

    /// A batch stays at half a packet, so that the envelope and a long title never push it over the edge.
    public static final int BATCH_BYTES = 32 * 1024;

    /// Entries in one batch: one database transaction of a few milliseconds.
    public static final int BATCH_ENTRIES = 64;

    /// Levels of nesting in a message; ours need 9, and a parser's stack is finite.
    public static final int JSON_DEPTH = 24;

    /// Characters of one string in a message.
    public static final int TEXT_CHARACTERS = 4_096;

    /// Values in one message, all levels together.
    public static final int JSON_VALUES = 20_000;

    /// What a panel may send in one frame: an action has under 300 bytes.
    public static final int PANEL_FRAME_BYTES = 4 * 1024;

    /// A title that still fits a door's screen and a line of a calendar.
    public static final int TITLE_CHARACTERS = 200;

    /// A name of a space, a floor or a person.
    public static final int NAME_CHARACTERS = 120;

    /// Panels of one edge; a floor has tens of doors.
    public static final int PANELS = 200;

    /// Checks that an edge tells of itself; today it has about ten.
    public static final int HEALTH_CHECKS = 64;

    /// Undecided requests of one floor; more than this means a link that has been down for weeks, and the answer is then an honest refusal.
    public static final int OPEN_REQUESTS = 6_000;

    /// Occurrences in one series: a weekly meeting for two years. One transaction of this many decisions stays below a second.
    public static final int SERIES_OCCURRENCES = 104;

    /// The receive window of a broker's client: how many QoS 1 packets may be on the way.
    public static final int IN_FLIGHT_PACKETS = 32;

    /// How long a side waits for an acknowledgement before it sends from the cursor again.
    public static final Duration RESEND_AFTER = Duration.ofSeconds(5);

    /// How far ahead of now the cloud keeps the line while it can reach the door.
    public static final Duration HORIZON = Duration.ofHours(24);

    /// No floor's horizon is longer, so a line never lies further ahead of the cloud's time.
    public static final Duration LONGEST_HORIZON = Duration.ofDays(14);

    /// A line that would move by less than this stays, so that a quiet floor does not write an entry a minute.
    public static final Duration GRANT_STEP = Duration.ofMinutes(15);

    /// What a door keeps of the past and of the future, in days.
    public static final int COPY_DAYS_BACK = 2;
    public static final int COPY_DAYS_AHEAD = 35;

    /// Answers to a door's wishes that a snapshot tells, the latest: whoever touches again does so within minutes.
    public static final int ANSWERS_TOLD = 400;

    /// Rooms times days in one digest: at about 60 bytes each this stays below a packet.
    public static final int DIGEST_ROOM_DAYS = 740;

    /// Parts of one snapshot or copy. A floor of 10,000 bookings has about 160 of 32 KiB; the rest is room for the answers of a month.
    public static final int STREAM_PARTS = 1_024;

    /// Rows in one part: the smallest rows, names, have about 90 bytes.
    public static final int PART_ROWS = 400;

    /// How long acknowledged log entries are kept for a restored cloud.
    public static final Duration LOG_KEPT = Duration.ofDays(35);

    /// How long a release can be undone at the panel.
    public static final Duration UNDO_RELEASE = Duration.ofMinutes(5);

    /// How long a touch can be taken back: a panel offers it for five seconds, the rest is the way of the finger and of the touch.
    public static final Duration UNDO_TOUCH = Duration.ofSeconds(10);

    private Limits() {}

    /// Verifiers of PINs and badges in one entry of a feed: about 300 bytes each, so that an entry stays below a batch.
    public static final int VERIFIERS_AT_ONCE = 64;

    /// Verifiers that a floor's doors hold: a few thousand people, under a megabyte on the card.
    public static final int VERIFIERS = 5_000;
}
