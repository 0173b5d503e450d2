package dev.lintel.edge.door;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.copy.Stores;
import dev.lintel.edge.time.Rhythm;
import dev.lintel.edge.time.Timepiece;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.time.ClockReading;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/// Doors for stories that start no agent.
@NullMarked
public final class DoorDesks {

    private DoorDesks() {}

    public static DoorClock clock(InstantSource time) {
        return new DoorClock(synchronised(time), Optional.empty());
    }

    /// A machine whose clock a time server keeps.
    public static Timepiece synchronised(InstantSource time) {
        return () -> new ClockReading(time.instant(), "this boot", Duration.ofHours(1), true, true);
    }

    public static DoorDesk over(CopyFile file, DoorClock clock) {
        return new DoorDesk(Stores.floor(file), Stores.door(file), Stores.tidy(file), clock, Rhythm.USUAL,
                new SimpleMeterRegistry());
    }

    /// A door that remembers who did not come.
    public static DoorDesk striking(CopyFile file, DoorClock clock) throws SQLException {
        DoorDesk desk = over(file, clock);
        desk.accompany(new Strikes(new NoShowStore(file), new SimpleMeterRegistry()));
        return desk;
    }

    /// A floor's file in which somebody has checked in.
    public static Path lived(Path path, OperationId touch) throws Exception {
        try (CopyFile file = CopyFile.open(path)) {
            Floor2.seed(file);
            DoorDesk desk = over(file, clock(() -> Floor2.NINE));
            desk.start();
            desk.touch(touch, new BookingCommand.CheckIn(Floor2.STANDUP)).get(10, TimeUnit.SECONDS);
            desk.close();
        }
        return path;
    }

    /// What a door has written in its log, from a number on.
    public static List<Entry> log(CopyFile file, long epoch, long from) throws SQLException {
        return Stores.floor(file).log(epoch, from, Integer.MAX_VALUE);
    }
}
