package org.bocau.admin;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import org.bocau.database.DataDirectory;
import org.bocau.database.DatabaseLocation;
import org.bocau.net.HostName;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/** What does not change while the process runs. */
@Component
class SystemFacts {
    private final HostName hostName;
    private final DataDirectory data;
    private final DatabaseLocation database;
    private final String version;

    SystemFacts(
            HostName hostName,
            DataDirectory data,
            DatabaseLocation database,
            ObjectProvider<BuildProperties> build) {
        this.hostName = hostName;
        this.data = data;
        this.database = database;
        var properties = build.getIfAvailable(); // absent when run from an editor
        var known = properties == null ? null : properties.getVersion();
        this.version = known == null ? "–" : known;
    }

    /** As the dashboard shows them. */
    record View(
            String hostName,
            String version,
            boolean embedded,
            String database,
            String dataDirectory,
            String java,
            Instant startedAt) {}

    View view() {
        return new View(
                hostName.value(),
                version,
                database.embedded(),
                database.address(),
                data.path().toString(),
                Runtime.version().toString(),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
    }
}
