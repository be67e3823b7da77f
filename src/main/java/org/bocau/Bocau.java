package org.bocau;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The whole mail system: one process, one PostgreSQL. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Bocau {
    public static void main(String[] arguments) {
        SpringApplication.run(Bocau.class, arguments);
    }
}
