package org.bocau.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Every route the application's router knows, so that a new page is tested before anybody remembers
 * to.
 */
public final class Routes {
    private Routes() {}

    /**
     * One of them.
     *
     * @param pattern as the router has it, {@code /mail/{mailbox}}
     */
    public record Route(String method, String pattern) {
        /** The pattern with something in the place of each variable. */
        public String path() {
            return pattern.replaceAll("\\{action:(\\w+)[^}]*}", "$1")
                    .replaceAll("\\{\\w+:\\[0-9a-f][^/]*}", "0".repeat(32))
                    .replaceAll("\\{[^/]*}", "1");
        }

        public boolean changes() {
            return !method.equals("GET");
        }

        @Override
        public String toString() {
            return method + " " + path();
        }
    }

    /** All of them; one that names no method is a GET. */
    public static List<Route> of(TestServer server) {
        var routers = server.bean(DispatcherServlet.class).getHandlerMappings();
        var routes =
                Objects.requireNonNull(routers).stream()
                        .filter(RequestMappingInfoHandlerMapping.class::isInstance)
                        .map(RequestMappingInfoHandlerMapping.class::cast)
                        .flatMap(router -> router.getHandlerMethods().keySet().stream())
                        .flatMap(Routes::routes)
                        .distinct()
                        .toList();
        assertThat(routes).hasSizeGreaterThan(60);
        return routes;
    }

    private static Stream<Route> routes(RequestMappingInfo mapping) {
        var named = mapping.getMethodsCondition().getMethods();
        var methods = named.isEmpty() ? Stream.of("GET") : named.stream().map(Enum::name);
        return methods.flatMap(method ->
                mapping.getPatternValues().stream().map(pattern -> new Route(method, pattern)));
    }
}
