package org.bocau.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bocau.Bocau;
import org.bocau.security.Setup;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application as somebody finds it who has just started it: nobody is administrator, and the
 * database is its own embedded one.
 */
public final class FreshServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private FreshServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * @param home an empty directory, for the data
     * @param settings {@code name=value}, without {@code bocau.}
     */
    public static FreshServer start(Path home, String... settings) {
        var arguments = new ArrayList<String>();
        arguments.add("--spring.profiles.active=test");
        arguments.add("--server.port=0");
        arguments.add("--bocau.data-dir=" + home.resolve("data"));
        if (List.of(settings).stream().noneMatch(s -> s.startsWith("queue.run="))) {
            arguments.add("--bocau.queue.run=false");
        }
        RunningApplication.SERVICES.forEach(service -> arguments.add("--bocau." + service + "=0"));
        for (var setting : settings) {
            arguments.add("--bocau." + setting);
        }
        var application = new SpringApplication(Bocau.class);
        application.setRegisterShutdownHook(false);
        return new FreshServer(application.run(arguments.toArray(String[]::new)));
    }

    public URI web() {
        var port = context.getEnvironment().getRequiredProperty("local.server.port");
        return URI.create("http://localhost:" + port);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The link that the start prints, while nobody is administrator. */
    public String setupLink() {
        List<String> lines = bean(Setup.class).lines();
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.contains("/setup?token="))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        context.close();
    }
}
