package org.bocau.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.DefaultSavedRequest;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;

/**
 * The ways to the sign-in page and back. All redirects are relative paths of ours: nothing of the
 * Host header or of a parameter gets into them.
 */
final class SignInRedirects
        implements AuthenticationEntryPoint, AuthenticationSuccessHandler, AccessDeniedHandler {
    static final String SIGN_IN = "/sign-in";

    /** Where {@code /} leads, in as many redirects as it has to: people wait for each. */
    private static final String START = "/mail/inbox";

    private static final Set<String> LEADING_THERE = Set.of("/", "/mail");

    private final HttpSessionRequestCache wanted = new HttpSessionRequestCache();
    private final WebSessions sessions;
    private final Clock clock;

    SignInRedirects(WebSessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
        wanted.setRequestMatcher(SignInRedirects::page);
    }

    HttpSessionRequestCache wanted() {
        return wanted;
    }

    /** Somebody who is not signed in wants what only others get. */
    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        toSignIn(request, response);
    }

    /** A script must not take the sign-in page for its answer: it is told, and htmx goes there. */
    private static void toSignIn(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean ended =
                request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid();
        var page = ended ? SIGN_IN + "?expired" : SIGN_IN;
        if (navigation(request)) {
            redirect(response, page);
        } else {
            response.setHeader("HX-Redirect", page);
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
        }
    }

    /** Signed in: on to the page that was wanted. */
    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication who) {
        SessionGuard.begin(request.getSession(), clock.instant(), noted(request, who));
        var saved = wanted.getRequest(request, response);
        wanted.removeRequest(request, response);
        redirect(response, saved instanceof DefaultSavedRequest page ? path(page) : START);
    }

    private String noted(HttpServletRequest request, Authentication who) {
        if (!(who.getPrincipal() instanceof WebUser user)) return "";
        var agent = request.getHeader(HttpHeaders.USER_AGENT);
        var remote = InetAddress.ofLiteral(request.getRemoteAddr());
        return sessions.begin(user.account(), remote, agent == null ? "" : agent);
    }

    /**
     * Not allowed. Without a session a form's token cannot be right: its sender has been signed out
     * meanwhile and is sent to sign in.
     */
    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        if (why instanceof CsrfException
                && SecurityContextHolder.getContext().getAuthentication() == null) {
            toSignIn(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private static String path(DefaultSavedRequest page) {
        var path = page.getRequestURI();
        if (path == null
                || !path.startsWith("/")
                || path.startsWith("//")
                || path.indexOf('\\') >= 0
                || LEADING_THERE.contains(path)) {
            return START;
        }
        return page.getQueryString() == null ? path : path + "?" + page.getQueryString();
    }

    /** Only a page that is looked at is worth coming back to. */
    private static boolean page(HttpServletRequest request) {
        var destination = request.getHeader("Sec-Fetch-Dest");
        return request.getMethod().equals("GET")
                && navigation(request)
                && (destination == null || destination.equals("document"));
    }

    /** A browser going somewhere, as against htmx, fetch, EventSource or an image. */
    private static boolean navigation(HttpServletRequest request) {
        var mode = request.getHeader("Sec-Fetch-Mode");
        if (request.getHeader("HX-Request") != null) {
            return false;
        }
        return mode != null ? mode.equals("navigate") : accepts(request.getHeader("Accept"));
    }

    private static boolean accepts(@Nullable String types) {
        return types == null || types.contains("text/html") || types.contains("*/*");
    }

    private static void redirect(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader(HttpHeaders.LOCATION, path);
    }
}
