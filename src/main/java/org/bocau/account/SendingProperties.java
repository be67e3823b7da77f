package org.bocau.account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much an account may send where the console says nothing else ({@code bocau.sending.*}): what
 * a stolen password is worth. 0 is no limit.
 *
 * @param recipientsPerHour within an hour of the clock
 * @param recipientsPerDay within 24 such hours
 * @param newRecipientsPerDay of them, those the account never wrote to before
 */
@ConfigurationProperties("bocau.sending")
record SendingProperties(
        @DefaultValue("500") int recipientsPerHour,
        @DefaultValue("2000") int recipientsPerDay,
        @DefaultValue("500") int newRecipientsPerDay) {
    SendingProperties {
        if (recipientsPerHour < 0 || recipientsPerDay < 0 || newRecipientsPerDay < 0) {
            throw new IllegalArgumentException("limits of bocau.sending must not be negative");
        }
    }
}
