package dev.lintel.edge.panel;

/// How often one panel may act: a handful at once, then two a second, which no finger exceeds and no script may.
///
/// Used under its socket's monitor.
final class Bucket {

    static final int BURST = 10;
    private static final long NANOS_EACH = 500_000_000L;

    private long tokens = BURST;
    private long countedAtNanos;

    Bucket(long nowNanos) {
        this.countedAtNanos = nowNanos;
    }

    boolean take(long nowNanos) {
        long earned = (nowNanos - countedAtNanos) / NANOS_EACH;
        if (earned > 0) {
            tokens = Math.min(BURST, tokens + earned);
            countedAtNanos += earned * NANOS_EACH;
        }
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }
}
