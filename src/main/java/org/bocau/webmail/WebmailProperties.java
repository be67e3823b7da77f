package org.bocau.webmail;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the webmail ({@code bocau.webmail.*}).
 *
 * @param pageSize rows of a message list
 * @param maxMessageSize all attachments of a message together, before base64 (RFC 1870 counts
 *     after)
 * @param uploadsKept how long a file waits for its message to be sent
 * @param maxBodySize how much of a text or HTML body is shown; the rest can be downloaded
 * @param liveStream how long one event stream lasts before the browser asks anew
 */
@ConfigurationProperties("bocau.webmail")
public record WebmailProperties(
        @DefaultValue("50") int pageSize,
        @DefaultValue("36MB") DataSize maxMessageSize,
        @DefaultValue("24h") Duration uploadsKept,
        @DefaultValue("1MB") DataSize maxBodySize,
        @DefaultValue("15m") Duration liveStream) {
    public WebmailProperties {
        if (pageSize < 1 || pageSize > 500) {
            throw new IllegalArgumentException("bocau.webmail.page-size must be 1 to 500");
        }
    }
}
