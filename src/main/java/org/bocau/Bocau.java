package org.bocau;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The whole mail system: one process, one PostgreSQL. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Bocau {
    public static void main(String[] arguments) {
        // A session is woken by the thread that watches its socket, without another virtual thread
        // between them: decision 81. A JVM that does not know the property ignores it.
        System.getProperties().putIfAbsent("jdk.pollerMode", "1");
        SpringApplication.run(Bocau.class, arguments);
    }
}
