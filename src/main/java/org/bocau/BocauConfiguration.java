package org.bocau;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.bocau.database.DataDirectory;
import org.bocau.message.Spools;
import org.bocau.net.TlsDirectory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** What belongs to no module or joins two of them. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class BocauConfiguration {
    /** How much of one message is kept in memory before it goes to a file. */
    private static final int SPOOL_MEMORY_OCTETS = 256 << 10;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Messages on their way in have a quarter of the heap together. */
    @Bean
    Spools spools(DataDirectory data, MeterRegistry meters) {
        long budget = Runtime.getRuntime().maxMemory() / 4;
        var spools = new Spools(data.path().resolve("spool"), SPOOL_MEMORY_OCTETS, budget);
        meters.gauge("bocau.spool.octets", spools, Spools::inMemory);
        return spools;
    }

    @Bean
    TlsDirectory tlsDirectory(DataDirectory data) {
        return new TlsDirectory(data.path().resolve("tls"));
    }
}
