package org.bocau.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bocau.Bocau;
import org.bocau.database.TestDatabase;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The whole application, started once in this JVM on free ports and a fresh database. */
final class RunningApplication {
    private static final Path DATA = Path.of("target", TestDatabase.ofThisFork("test-data"));
    static final List<String> SERVICES =
            List.of(
                    "smtp.port",
                    "submission.port",
                    "submission.tls-port",
                    "imap.port",
                    "imap.tls-port",
                    "pop3.port",
                    "pop3.tls-port");

    private final ConfigurableApplicationContext context;
    private final Watch watch;

    private RunningApplication(ConfigurableApplicationContext context) {
        this.context = context;
        this.watch = Watch.over(context);
    }

    static RunningApplication get() {
        return Holder.INSTANCE;
    }

    /** Initialised by the first who asks; later ones wait or fail like the first. */
    private static final class Holder {
        static final RunningApplication INSTANCE = start();
    }

    private static RunningApplication start() {
        try {
            var database = TestDatabase.create();
            var application = new SpringApplication(Bocau.class);
            application.setRegisterShutdownHook(false);
            application.addInitializers(RunningApplication::answerFromMemory);
            var context = application.run(arguments(database).toArray(String[]::new));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(context, database)));
            return new RunningApplication(context);
        } catch (Exception e) {
            throw new IllegalStateException("the application did not start", e);
        }
    }

    /** No test asks the DNS of the world. */
    private static void answerFromMemory(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context)
                .registerBean(Zone.class, Zone::new, definition -> definition.setPrimary(true));
    }

    private static List<String> arguments(TestDatabase database) {
        var arguments = new ArrayList<String>();
        arguments.add("--spring.profiles.active=test");
        arguments.add("--server.port=0");
        arguments.add("--bocau.data-dir=" + DATA);
        arguments.add("--bocau.db.url=" + database.jdbcUrl());
        if (database.user() != null) {
            arguments.add("--bocau.db.user=" + database.user());
            arguments.add("--bocau.db.password=" + database.password());
        }
        SERVICES.forEach(service -> arguments.add("--bocau." + service + "=0"));
        arguments.add("--bocau.queue.run=false"); // a test that wants a runner starts its own
        arguments.add("--bocau.imap.keepalive=2s"); // so that a test can wait for one
        arguments.add("--bocau.imap.progress-every=2s"); // before the store gives a lock up
        arguments.add("--bocau.imap.recheck=0s"); // likewise for a changed password
        arguments.add("--bocau.remote.loopback-port=" + WebSite.shared().port());
        arguments.add("--bocau.webpush.plain-endpoints=true");
        return arguments;
    }

    /** Sessions end first, then the pool, then the server under it. */
    private static void stop(ConfigurableApplicationContext context, TestDatabase database) {
        context.close();
        try {
            database.stop();
        } catch (IOException e) {
            System.err.println("the test database did not stop: " + e);
        }
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    Watch watch() {
        return watch;
    }
}
