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
        makeRoomForClasses();
    }

    /**
     * What the JVM loads beyond a bound makes it collect the whole heap, and each time the bound is
     * set anew by what there is. Asked for now, while nobody is here, it does not come in the first
     * minute of people's work, when code for their pages is loaded (decision 97).
     */
    private static void makeRoomForClasses() {
        System.gc();
    }
}
