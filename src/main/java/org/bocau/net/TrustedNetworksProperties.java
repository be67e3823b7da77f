package org.bocau.net;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Shared with the module security, whose setting it is.
 *
 * @param trustedNetworks addresses or networks in CIDR notation
 */
@ConfigurationProperties("bocau.security")
record TrustedNetworksProperties(@DefaultValue List<String> trustedNetworks) {}
