package org.bocau.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Who may ask for what, over every route the application has: the table is the router's own, so a
 * new page is tested before anybody remembers to.
 */
@IntegrationTest
class AuthorisationTest {
    /**
     * What everybody may ask for; all else is for who is signed in. Pictures inside a message are
     * asked for by a frame that has no cookies: the token in the address is the right to see them;
     * so it is for leaving a mailing list.
     */
    private static final Set<String> PUBLIC =
            Set.of(
                    "/sign-in",
                    "/language",
                    "/theme",
                    "/error",
                    "/setup",
                    "/cid/1",
                    "/image/1",
                    "/lists/unsubscribe/1");

    private record Route(String method, String path) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @TestFactory
    Stream<DynamicTest> strangersAreSentToSignIn(TestServer server) {
        return routes(server).stream()
                .filter(route -> !PUBLIC.contains(route.path()))
                .map(route ->
                        DynamicTest.dynamicTest(
                                route.toString(),
                                () -> {
                                    var stranger = WebVisitor.of(server);
                                    var answer = stranger.send(route.method(), route.path(), "");
                                    assertThat(answer.status()).isIn(303, 403);
                                    if (answer.status() == 303) {
                                        assertThat(answer.header("location")).isEqualTo("/sign-in");
                                    }
                                }));
    }

    @TestFactory
    Stream<DynamicTest> usersAreKeptOutOfTheConsole(TestServer server) {
        var user = WebVisitor.signedIn(server, server.account("binh"));
        var token = token(user);
        return consoleRoutes(server)
                .map(route ->
                        DynamicTest.dynamicTest(
                                route.toString(),
                                () ->
                                        assertThat(
                                                        user.send(
                                                                        route.method(),
                                                                        route.path(),
                                                                        "_csrf=" + token)
                                                                .status())
                                                .isEqualTo(403)));
    }

    @TestFactory
    Stream<DynamicTest> administratorsChangeNothingWithoutTheToken(TestServer server) {
        var an = WebVisitor.signedIn(server, server.administrator("an"));
        return consoleRoutes(server)
                .filter(route -> route.method().equals("POST"))
                .flatMap(route ->
                        Stream.of("", "_csrf=of-somebody-else")
                                .map(body ->
                                        DynamicTest.dynamicTest(
                                                route + " " + body,
                                                () ->
                                                        assertThat(
                                                                        an.send(
                                                                                        "POST",
                                                                                        route
                                                                                                .path(),
                                                                                        body)
                                                                                .status())
                                                                .isEqualTo(403))));
    }

    @TestFactory
    Stream<DynamicTest> nothingIsChangedByGet(TestServer server) {
        var an = WebVisitor.signedIn(server, server.administrator("an"));
        var readable =
                routes(server).stream()
                        .filter(route -> route.method().equals("GET"))
                        .map(Route::path)
                        .toList();
        return consoleRoutes(server)
                .filter(route -> route.method().equals("POST"))
                .filter(route -> !readable.contains(route.path()))
                .map(route ->
                        DynamicTest.dynamicTest(
                                "GET " + route.path(),
                                () ->
                                        assertThat(an.send("GET", route.path(), "").status())
                                                .isEqualTo(405)));
    }

    /** The token of a page that everybody signed in may see. */
    private static String token(WebVisitor visitor) {
        return visitor.get("/admin").page().select("input[name=_csrf]").val();
    }

    private static Stream<Route> consoleRoutes(TestServer server) {
        var routes = routes(server).stream().filter(r -> r.path().startsWith("/admin")).toList();
        assertThat(routes).hasSizeGreaterThan(25);
        return routes.stream();
    }

    private static List<Route> routes(TestServer server) {
        var routes = new ArrayList<Route>();
        var router =
                server.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        var mappings = router.getHandlerMethods();
        mappings.keySet()
                .forEach(mapping -> {
                    var methods = mapping.getMethodsCondition().getMethods();
                    for (var pattern : mapping.getPatternValues()) {
                        if (methods.isEmpty()) routes.add(new Route("GET", concrete(pattern)));
                        for (RequestMethod method : methods) {
                            routes.add(new Route(method.name(), concrete(pattern)));
                        }
                    }
                });
        return routes;
    }

    /** {@code /admin/queue/{id:\d+}/{action:hold|delete}} → {@code /admin/queue/1/hold}. */
    private static String concrete(String pattern) {
        return pattern.replaceAll("\\{action:(\\w+)[^}]*}", "$1")
                .replaceAll("\\{\\w+:\\\\d\\{1,18}}", "1")
                .replaceAll("\\{[^/]*}", "1");
    }
}
