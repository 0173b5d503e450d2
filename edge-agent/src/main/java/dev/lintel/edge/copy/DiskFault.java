package dev.lintel.edge.copy;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Why a commit failed, as far as a technician or the next commit is concerned.
///
/// @param concernsAll whether the next commit meets the same fault, whatever it writes
/// @param sentence what is wrong and what to do about it
public record DiskFault(boolean concernsAll, String sentence) {

    private static final String DAMAGED = "The floor's file is damaged. Restart the agent: it sets the file aside and builds a"
            + " new one.";

    /// SQLite's extended codes carry the kind in the lowest byte.
    private static final int KIND = 0xFF;

    public static DiskFault of(Exception failure) {
        if (!(failure instanceof SQLException sql)) {
            return new DiskFault(false, "One decision could not be written (" + failure.getMessage() + ").");
        }
        int code = sql instanceof SQLiteException sqlite ? sqlite.getResultCode().code : sql.getErrorCode();
        return switch (SQLiteErrorCode.getErrorCode(code & KIND)) {
            case SQLITE_FULL -> all("The disk is full. Free some space on it; doors recover by themselves.");
            case SQLITE_READONLY -> all("The disk or the floor's file is read-only. Mount it writable and check its owner;"
                    + " a card that turns read-only by itself is worn out, so replace it.");
            case SQLITE_IOERR -> all("The disk reports errors while reading or writing. Save the data folder and replace it.");
            case SQLITE_CANTOPEN -> all("The floor's file cannot be opened any more. Check that its disk is mounted.");
            case SQLITE_CORRUPT, SQLITE_NOTADB -> all(DAMAGED);
            case SQLITE_BUSY, SQLITE_LOCKED ->
                all("Another program holds the floor's file. End it; only the agent may use it.");
            default -> new DiskFault(false, "One decision could not be written (" + sql.getMessage() + ").");
        };
    }

    /// Whether the file itself is damaged, as opposed to the disk it lies on.
    public boolean damage() {
        return sentence.equals(DAMAGED);
    }

    private static DiskFault all(String sentence) {
        return new DiskFault(true, sentence);
    }
}
