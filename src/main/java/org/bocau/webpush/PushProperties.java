package org.bocau.webpush;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Telling browsers of new mail ({@code bocau.webpush.*}).
 *
 * @param kept how long a push service keeps a message for a browser that is away (TTL, RFC 8030
 *     §5.2)
 * @param recent older mail is no news: who moves it about is not told
 * @param plainEndpoints for tests: push services without TLS may be asked as well
 */
@ConfigurationProperties("bocau.webpush")
record PushProperties(
        @DefaultValue("24h") Duration kept,
        @DefaultValue("10m") Duration recent,
        @DefaultValue("false") boolean plainEndpoints) {}
