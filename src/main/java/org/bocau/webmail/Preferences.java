package org.bocau.webmail;

import java.util.EnumMap;
import java.util.Map;
import org.bocau.account.AccountId;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Each user's settings. */
@Service
class Preferences {
    private final PreferenceRepository rows;

    Preferences(PreferenceRepository rows) {
        this.rows = rows;
    }

    /** All settings; those never chosen have their first value. */
    Map<Preference, String> of(AccountId account) {
        var settings = new EnumMap<Preference, String>(Preference.class);
        for (var preference : Preference.values()) settings.put(preference, preference.fallback());
        for (var row : rows.findByAccountId(account.value())) {
            Preference.of(row.name()).ifPresent(p -> settings.put(p, row.value()));
        }
        return settings;
    }

    /**
     * Keeps a choice.
     *
     * @throws IllegalArgumentException the setting does not take this value
     */
    @Transactional
    void set(AccountId account, Preference preference, String value) {
        if (!preference.takes(value)) throw new IllegalArgumentException(preference.key());
        rows.save(new StoredPreference(account.value(), preference.key(), value));
    }
}
