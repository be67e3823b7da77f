package org.bocau.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where everything is kept that is not in a given database.
 *
 * @param dataDir embedded database, certificates, spool; one process at a time
 */
@ConfigurationProperties("bocau")
record DataDirectoryProperties(@DefaultValue("./data") Path dataDir) {}
