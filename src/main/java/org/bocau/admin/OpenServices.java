package org.bocau.admin;

import java.util.List;
import java.util.stream.Collectors;
import org.bocau.net.Listeners;
import org.bocau.net.Service;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The services this node listens for. */
@Component
class OpenServices {
    private final Listeners listeners;
    private final ObjectProvider<Service> declared;

    OpenServices(Listeners listeners, ObjectProvider<Service> declared) {
        this.listeners = listeners;
        this.declared = declared;
    }

    /**
     * An open service.
     *
     * @param internal for this process's own webmail only
     */
    record Line(String name, int port, boolean internal, long connections) {}

    /** In the order they were declared. */
    List<Line> now() {
        var connections =
                listeners.connections().stream()
                        .collect(
                                Collectors.groupingBy(
                                        c -> c.service().name(), Collectors.counting()));
        return declared.orderedStream()
                .filter(service -> listeners.open(service.name()))
                .map(service ->
                        new Line(
                                service.name(),
                                listeners.port(service.name()),
                                service.reach() == Service.Reach.INTERNAL,
                                connections.getOrDefault(service.name(), 0L)))
                .toList();
    }
}
