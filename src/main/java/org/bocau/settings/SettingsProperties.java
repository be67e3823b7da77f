package org.bocau.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What people's mail programs are told ({@code bocau.settings.*}), where it is not what this
 * process listens on: a container's ports are mapped.
 *
 * @param imapPort of IMAP over TLS; 0: the listener's own
 * @param popPort of POP3 over TLS, likewise
 * @param submissionPort of submission over TLS, likewise
 */
@ConfigurationProperties("bocau.settings")
record SettingsProperties(
        @DefaultValue("0") int imapPort,
        @DefaultValue("0") int popPort,
        @DefaultValue("0") int submissionPort) {}
