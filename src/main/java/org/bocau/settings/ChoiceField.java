package org.bocau.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.bocau.preferences.Setting;
import org.springframework.context.MessageSource;

/**
 * A setting as its page shows it.
 *
 * @param key its name in the form
 * @param check a box to tick; otherwise one of the options
 * @param value as chosen
 */
record ChoiceField(
        String key, String label, String hint, boolean check, List<Option> options, String value) {
    /** One of several. */
    record Option(String value, String label) {}

    static ChoiceField of(Setting setting, String value, MessageSource texts, Locale locale) {
        var key = setting.key();
        boolean check = setting.accepts("true") && setting.accepts("false");
        return new ChoiceField(
                key,
                text(texts, "settings." + key, key, locale),
                text(texts, "settings." + key + ".hint", "", locale),
                check,
                check ? List.of() : options(setting, value, texts, locale),
                value);
    }

    public boolean checked() {
        return value.equals("true");
    }

    private static List<Option> options(
            Setting setting, String value, MessageSource texts, Locale locale) {
        var options = new ArrayList<Option>();
        for (var one : values(setting)) {
            var label = text(texts, "settings." + setting.key() + "." + one, one, locale);
            options.add(new Option(one, label));
        }
        if (options.stream().noneMatch(option -> option.value().equals(value))) {
            options.add(new Option(value, value)); // chosen by another way than this page
        }
        return options;
    }

    private static List<String> values(Setting setting) {
        return switch (setting) {
            case ZONE -> zones();
            case MARK_READ -> List.of("0", "2", "5", "10", "-1");
            case UNDO_SEND -> List.of("0", "5", "10", "20", "30");
            default -> setting.choices();
        };
    }

    /** Those that are named after a place, and the browser's own before them. */
    private static List<String> zones() {
        var zones = new ArrayList<String>();
        zones.add("");
        for (var zone : new TreeSet<>(java.time.ZoneId.getAvailableZoneIds())) {
            boolean place =
                    zone.matches(
                            "(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.*");
            if (place || zone.equals("UTC")) zones.add(zone);
        }
        return zones;
    }

    private static String text(MessageSource texts, String key, String otherwise, Locale locale) {
        var text = texts.getMessage(key, null, otherwise, locale);
        return text == null ? otherwise : text;
    }
}
