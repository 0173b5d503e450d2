package dev.lintel.provisioning.journey;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Scenario 11 in full; every build tells it with fewer touches.
@Tag("deep")
@ExtendWith(TellsWhatWasSaid.class)
class ThirtyDaysIT {

    private static final int SHIFT = 26_000;
    private static final int OPERATIONS = 5_000;

    @TempDir
    private Path temporary;

    @Test
    void everyTouchOfAMonthAloneHasAnOutcome() throws Exception {
        try (DemoRun demo = DemoRun.up(temporary.resolve("demo"), SHIFT)) {
            MonthAlone.isReconciled(demo, SHIFT, temporary.resolve("loft"), OPERATIONS);
        }
    }
}
