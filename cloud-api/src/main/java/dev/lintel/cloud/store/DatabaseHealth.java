package dev.lintel.cloud.store;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// `database` under `/health`: up when a statement gets through.
@Singleton
final class DatabaseHealth extends AbstractHealthIndicator<Map<String, String>> {

    private final Database database;

    DatabaseHealth(Database database, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.database = database;
        this.executorService = executor;
    }

    @Override
    protected @Nullable Map<String, String> getHealthInformation() {
        healthStatus = database.answers() ? HealthStatus.UP : HealthStatus.DOWN;
        return null;
    }

    @Override
    protected String getName() {
        return "database";
    }
}
