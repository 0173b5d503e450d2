package dev.lintel.edge.gate;

/// So many at once, then so many a second. Used under its owner's lock.
public final class Allowance {

    private static final long SECOND = 1_000_000_000L;

    private final long most;
    private final long nanosEach;
    private long left;
    private long countedAtNanos;

    public Allowance(int atOnce, int perSecond, long nowNanos) {
        this.most = atOnce;
        this.nanosEach = SECOND / perSecond;
        this.left = atOnce;
        this.countedAtNanos = nowNanos;
    }

    public boolean take(long nowNanos) {
        long earned = (nowNanos - countedAtNanos) / nanosEach;
        if (earned > 0) {
            left = Math.min(most, left + earned);
            countedAtNanos += earned * nanosEach;
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
