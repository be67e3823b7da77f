package org.bocau.remote;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What web servers that letters name may cost ({@code bocau.remote.*}).
 *
 * @param connectTimeout for one of a host's addresses
 * @param time for one question with its redirects, however slowly the answer drips
 * @param maxImage octets of a picture
 * @param maxPixels of a picture, width by height: what a browser has to make room for
 * @param atOnce questions at the same time; others wait
 * @param loopbackPort for tests: this port of this machine's 127.0.0.1 may be asked as well; 0:
 *     none
 */
@ConfigurationProperties("bocau.remote")
record RemoteProperties(
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration time,
        @DefaultValue("5MB") DataSize maxImage,
        @DefaultValue("40000000") long maxPixels,
        @DefaultValue("12") int atOnce,
        @DefaultValue("0") int loopbackPort) {
    RemoteProperties {
        if (connectTimeout.toMillis() < 1 || time.toMillis() < 1 || atOnce < 1) {
            throw new IllegalArgumentException("limits of bocau.remote must be above 0");
        }
    }

    static RemoteProperties onLoopback(int port) {
        return new RemoteProperties(
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                DataSize.ofMegabytes(1),
                1_000_000,
                2,
                port);
    }
}
