package dev.lintel.provisioning.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.booking.Conformance;
import dev.lintel.provisioning.world.cloud.Transaction;
import dev.lintel.provisioning.world.oracle.Teller;
import dev.lintel.provisioning.world.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tables in memory that worlds stand on, held to PostgreSQL and the desks of the real cloud: days of small worlds are the script of both.
class CloudStoresTest {

    /// Together they have a line of every kind.
    private static final LongStream EACH_BUILD = LongStream.of(1, 3);

    @TempDir
    private Path folder;

    @Test
    void theTablesInMemoryAndPostgresAnswerAndHoldTheSame() throws IOException, SQLException {
        assertThat(told(EACH_BUILD)).as("kinds of lines that the script has")
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Transaction.class.getPermittedSubclasses())
                                .filter(Transaction.class::isAssignableFrom)
                                .map(Class::getSimpleName)
                                .toList());
    }

    @Test
    @Tag("deep")
    void theyDoOnManyMoreDays() throws IOException, SQLException {
        long from = Long.getLong("worlds.from", 0);
        told(LongStream.range(from, from + Integer.getInteger("worlds", 40)));
    }

    private List<String> told(LongStream seeds) throws IOException, SQLException {
        Path shared = Files.createDirectories(Path.of("target", "postgres-binaries").toAbsolutePath());
        Files.createSymbolicLink(folder.resolve("postgres-binaries"), shared);
        long began = System.nanoTime();
        try (Conformance both = new Conformance(folder)) {
            seeds.forEach(seed -> assertThat(World.run(Plan.of(seed, Plan.Size.SCRIPT), Teller.NOBODY, both).violation())
                    .as("seed %d", seed)
                    .isEmpty());
            System.out.printf("transactions done by both clouds: %d in %.1f s%n",
                    both.kinds().values().stream().mapToInt(count -> count).sum(), (System.nanoTime() - began) / 1e9);
            return List.copyOf(both.kinds().keySet());
        }
    }
}
