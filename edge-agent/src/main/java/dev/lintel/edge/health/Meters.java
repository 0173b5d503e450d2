package dev.lintel.edge.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import jakarta.inject.Singleton;

/// The figures of this agent and the page that shows them.
@Factory
final class Meters {

    @Singleton
    @Bean(typed = {MeterRegistry.class, PrometheusMeterRegistry.class})
    PrometheusMeterRegistry registry() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    /// The figures in the text form that Prometheus reads.
    @Controller("/metrics")
    static final class MetricsPage {

        private final PrometheusMeterRegistry registry;

        MetricsPage(PrometheusMeterRegistry registry) {
            this.registry = registry;
        }

        @Get
        @Produces(MediaType.TEXT_PLAIN)
        String show() {
            return registry.scrape();
        }
    }
}
