package org.bocau.admin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** The checks behind {@code /actuator/health}, for an administrator's eyes. */
@Component
class HealthChecks {
    /** Those worth a line; the others are Spring Boot's own affairs. */
    private static final List<String> SHOWN = List.of("db", "queue", "diskSpace", "ssl");

    private final HealthEndpoint health;

    HealthChecks(HealthEndpoint health) {
        this.health = health;
    }

    /**
     * One check.
     *
     * @param free room on the disk in words, for the check that knows
     */
    record Check(String name, boolean up, @Nullable String free) {}

    List<Check> now(Locale locale) {
        var components =
                health.health() instanceof CompositeHealthDescriptor all
                        ? all.getComponents()
                        : null;
        var found = components == null ? Map.<String, HealthDescriptor>of() : components;
        return SHOWN.stream()
                .filter(found::containsKey)
                .map(name -> check(name, found.get(name), locale))
                .toList();
    }

    private static Check check(String name, @Nullable HealthDescriptor health, Locale locale) {
        boolean up = health != null && Status.UP.equals(health.getStatus());
        var free =
                health instanceof IndicatedHealthDescriptor known && known.getDetails() != null
                        ? known.getDetails().get("free")
                        : null;
        return new Check(
                name, up, free instanceof Long octets ? Octets.text(octets, locale) : null);
    }
}
