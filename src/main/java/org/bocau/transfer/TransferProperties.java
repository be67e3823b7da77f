package org.bocau.transfer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of imports ({@code bocau.transfer.*}).
 *
 * @param maxUpload all files of one import together, as they are uploaded
 * @param maxExpanded what may come out of them when they are unpacked
 * @param maxRatio how many times larger than the upload that may be, beyond the first 64 MB
 * @param maxEntries of an archive
 * @param maxMessageSize larger ones are left out and told
 * @param uploadsKept how long an uploaded file waits for its import to begin, or to go on
 * @param imports at once, on this node; others wait
 */
@ConfigurationProperties("bocau.transfer")
record TransferProperties(
        @DefaultValue("4GB") DataSize maxUpload,
        @DefaultValue("40GB") DataSize maxExpanded,
        @DefaultValue("200") int maxRatio,
        @DefaultValue("1000000") int maxEntries,
        @DefaultValue("50MB") DataSize maxMessageSize,
        @DefaultValue("6h") Duration uploadsKept,
        @DefaultValue("2") int imports) {
    TransferProperties {
        if (imports < 1 || maxRatio < 2) {
            throw new IllegalArgumentException(
                    "bocau.transfer.imports must be 1 or more, max-ratio 2 or more");
        }
    }
}
