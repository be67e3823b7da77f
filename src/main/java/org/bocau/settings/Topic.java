package org.bocau.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bocau.preferences.Setting;

/** A page of {@link Setting}s, in the order they stand on it. */
enum Topic {
    GENERAL(Setting.ZONE, Setting.SHORTCUTS),
    APPEARANCE(Setting.LAYOUT, Setting.DENSITY, Setting.DARK_MAIL),
    READING(
            Setting.CONVERSATIONS,
            Setting.MARK_READ,
            Setting.ADVANCE,
            Setting.REMOTE_IMAGES,
            Setting.RECEIPTS),
    WRITING(Setting.COMPOSE_IN, Setting.UNDO_SEND, Setting.PLAIN_TEXT, Setting.REPLY_POSITION);

    private final List<Setting> settings;

    Topic(Setting... settings) {
        this.settings = List.of(settings);
    }

    List<Setting> settings() {
        return settings;
    }

    /** In addresses and message keys. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Topic> of(String key) {
        return Arrays.stream(values()).filter(topic -> topic.key().equals(key)).findFirst();
    }
}
