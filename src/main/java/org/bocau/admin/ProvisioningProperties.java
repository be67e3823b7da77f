package org.bocau.admin;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Declarative provisioning.
 *
 * @param provision a YAML file that is applied at every start; absent: none
 */
@ConfigurationProperties("bocau")
record ProvisioningProperties(@Nullable Path provision) {}
