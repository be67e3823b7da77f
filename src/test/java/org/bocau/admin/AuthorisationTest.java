package org.bocau.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.Routes;
import org.bocau.testing.Routes.Route;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may ask for what, over every route the application has. */
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
                    "/pdf/1",
                    "/lists/unsubscribe/1",
                    "/manifest.webmanifest",
                    "/offline",
                    "/sw.js",
                    "/actuator/health",
                    "/actuator/health/**");

    @TestFactory
    Stream<DynamicTest> strangersAreSentToSignIn(TestServer server) {
        return Routes.of(server).stream()
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

    /** The token of a page that everybody signed in may see. */
    private static String token(WebVisitor visitor) {
        return visitor.get("/admin").page().select("input[name=_csrf]").val();
    }

    private static Stream<Route> consoleRoutes(TestServer server) {
        var routes = Routes.of(server).stream().filter(r -> r.path().startsWith("/admin")).toList();
        assertThat(routes).hasSizeGreaterThan(25);
        return routes.stream();
    }
}
