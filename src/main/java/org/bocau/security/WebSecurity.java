package org.bocau.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.SessionTrackingMode;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.bocau.account.Directory;
import org.springframework.boot.web.server.servlet.CookieSameSiteSupplier;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.HeaderWriterLogoutHandler;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Who may ask for what over HTTP, and which headers every answer has. What is not named here is for
 * those who are signed in. A handler that sets one of the headers itself keeps its own: the message
 * frame has its own Content-Security-Policy.
 */
@Configuration(proxyBeanMethods = false)
class WebSecurity {
    /**
     * Leaving a mailing list: the link proves who may, RFC 8058 §3.1. See
     * web.UnsubscribeController.
     */
    static final String UNSUBSCRIBE = "/lists/unsubscribe/*";

    private static final String SESSION_COOKIE = "bocau-session";
    private static final Duration HSTS = Duration.ofDays(730);
    private static final String CONTENT_SECURITY_POLICY =
            """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
            font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; \
            base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'; \
            require-trusted-types-for 'script'; trusted-types bocau bocau-worker dompurify\
            """;
    private static final String PERMISSIONS_POLICY =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                    + " microphone=(), midi=(), payment=(), usb=(), browsing-topics=()";

    /** Style sheets, scripts, icons, the parts of the installed app: public, no session. */
    @Bean
    @Order(1)
    SecurityFilterChain assets(HttpSecurity http) {
        return http.securityMatcher("/assets/**", "/manifest.webmanifest", "/sw.js", "/offline")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(headers -> {
                    headers(headers);
                    headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable);
                })
                .securityContext(context -> context.disable())
                .sessionManagement(sessions -> sessions.disable())
                .requestCache(cache -> cache.disable())
                .csrf(csrf -> csrf.disable())
                .build();
    }

    /**
     * Leaving a mailing list by the button of a mail program (RFC 8058 §3.1), which may be a page
     * of another site: the link is the proof. No session begins, so the answer sets no cookie and
     * has no forms.
     */
    @Bean
    @Order(2)
    SecurityFilterChain oneClick(HttpSecurity http) {
        return http.securityMatcher(
                        PathPatternRequestMatcher.pathPattern(HttpMethod.POST, UNSUBSCRIBE))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(WebSecurity::headers)
                .securityContext(context -> context.disable())
                .sessionManagement(sessions -> sessions.disable())
                .requestCache(cache -> cache.disable())
                .csrf(csrf -> csrf.disable())
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(
            HttpSecurity http,
            Setup setup,
            Directory directory,
            WebSessions sessions,
            Clock clock,
            SecurityProperties properties) {
        var redirects = new SignInRedirects(sessions, clock);
        return http.authorizeHttpRequests(requests -> authorize(requests, setup))
                .formLogin(form -> signIn(form, redirects))
                .logout(logout -> signOut(logout, sessions))
                .requestCache(cache -> cache.requestCache(redirects.wanted()))
                .exceptionHandling(exceptions ->
                        exceptions
                                .authenticationEntryPoint(redirects)
                                .accessDeniedHandler(redirects))
                .sessionManagement(management ->
                        management.sessionFixation(fixation -> fixation.changeSessionId()))
                .addFilterBefore(
                        new SessionGuard(directory, sessions, clock, properties.sessionLife()),
                        CsrfFilter.class)
                .addFilterBefore(new FetchSiteGuard(), CsrfFilter.class)
                .headers(WebSecurity::headers)
                .build();
    }

    private static void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
                    requests,
            Setup setup) {
        requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(SignInRedirects.SIGN_IN, "/favicon.ico")
                .permitAll()
                .requestMatchers(
                        HttpMethod.GET,
                        "/cid/*",
                        "/image/*",
                        "/pdf/*") // signed: reading.SignedImages
                .permitAll()
                .requestMatchers(UNSUBSCRIBE)
                .permitAll()
                .requestMatchers("/actuator/health", "/actuator/health/*")
                .permitAll()
                .requestMatchers(HttpMethod.POST, "/language", "/theme")
                .permitAll()
                .requestMatchers("/setup")
                .access((_, _) -> new AuthorizationDecision(setup.pending()))
                .requestMatchers(HttpMethod.GET, "/actuator/metrics", "/actuator/metrics/*")
                .hasRole("ADMIN")
                .requestMatchers("/actuator/**")
                .denyAll()
                .requestMatchers("/admin", "/admin/**")
                .hasRole("ADMIN")
                .anyRequest()
                .authenticated();
    }

    private static void signIn(FormLoginConfigurer<HttpSecurity> form, SignInRedirects redirects) {
        form.loginPage(SignInRedirects.SIGN_IN)
                .authenticationDetailsSource(WebAuthentication::login)
                .successHandler(redirects)
                .failureUrl(SignInRedirects.SIGN_IN)
                .permitAll();
    }

    private static void signOut(LogoutConfigurer<HttpSecurity> logout, WebSessions sessions) {
        logout.logoutRequestMatcher(
                        PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/sign-out"))
                .addLogoutHandler((request, _, who) -> {
                    if (who != null && who.getPrincipal() instanceof WebUser user) {
                        sessions.forget(user.account(), SessionGuard.id(request));
                    }
                })
                .addLogoutHandler(
                        new HeaderWriterLogoutHandler(
                                new StaticHeadersWriter(
                                        "Clear-Site-Data", "\"cache\", \"storage\"")))
                .deleteCookies(SESSION_COOKIE)
                .logoutSuccessUrl(SignInRedirects.SIGN_IN + "?signed-out");
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::disable) // frame-ancestors
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .permissionsPolicyHeader(policy -> policy.policy(PERMISSIONS_POLICY))
                .crossOriginOpenerPolicy(
                        opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(
                        resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .httpStrictTransportSecurity(hsts ->
                        hsts.maxAgeInSeconds(HSTS.toSeconds())
                                .includeSubDomains(false)) // others' services are theirs
                .addHeaderWriter(new StaticHeadersWriter("X-DNS-Prefetch-Control", "off"))
                .addHeaderWriter(new StaticHeadersWriter("Origin-Agent-Cluster", "?1"));
    }

    /** A request is observed once, by the web layer, and not by each of its filters. */
    @Bean
    static SecurityObservationSettings observations() {
        return SecurityObservationSettings.noObservations();
    }

    /** No text of ours has a zero octet, and PostgreSQL keeps none. */
    @Bean
    StrictHttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
        return firewall;
    }

    /** The session's id travels in a cookie and nowhere else; Secure follows the request. */
    @Bean
    ServletContextInitializer sessionCookie() {
        return context -> {
            context.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
            context.getSessionCookieConfig().setName(SESSION_COOKIE);
            context.getSessionCookieConfig().setHttpOnly(true);
        };
    }

    @Bean
    CookieSameSiteSupplier sameSite() {
        return CookieSameSiteSupplier.ofLax();
    }
}
