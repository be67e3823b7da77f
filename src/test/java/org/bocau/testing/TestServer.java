package org.bocau.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.bocau.net.Listeners;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The running application as one test sees it: shared by all tests of the JVM, with a domain that
 * is this test's alone.
 */
public final class TestServer implements Transcript.Stage {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final RunningApplication application;
    private final String domain = "test" + NUMBER.incrementAndGet() + ".example";

    private TestServer(RunningApplication application) {
        this.application = application;
    }

    /** A new view of the application, which is started if this is the first. */
    public static TestServer shared() {
        return new TestServer(RunningApplication.get());
    }

    /**
     * Fails if something went wrong in the application since the last call, whoever caused it.
     *
     * @param expected log messages that contain one of these are excused
     */
    static void requireSound(List<String> expected) {
        var problems = RunningApplication.get().watch().problems(expected);
        if (!problems.isEmpty()) {
            throw new AssertionError(
                    "the application is not sound:\n" + String.join("\n", problems));
        }
    }

    @Override
    public int port(String service) {
        return bean(Listeners.class).port(service);
    }

    /** Where the web is. */
    public URI web() {
        var port = application.context().getEnvironment().getProperty("local.server.port");
        return URI.create("http://localhost:" + Objects.requireNonNull(port));
    }

    public <T> T bean(Class<T> type) {
        return application.context().getBean(type);
    }

    /** For looking, not for making: what is under test writes the rows. */
    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    @Override
    public String domain() {
        return domain;
    }

    /** Plays a transcript and looks at the application after it. */
    public void play(Transcript transcript) throws IOException {
        transcript.play(this);
        requireSound(List.of());
    }
}
