package org.bocau.preferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import org.bocau.account.AccountId;
import org.bocau.account.FieldRefusal;
import org.bocau.preferences.UserPreferences.Density;
import org.bocau.preferences.UserPreferences.Layout;
import org.bocau.preferences.UserPreferences.Theme;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Choices are kept one by one; whatever is stored, what is read is known. */
@IntegrationTest
class PreferencesTest {
    private final TestServer server;
    private final Preferences preferences;
    private final AccountId an;

    PreferencesTest(TestServer server) {
        this.server = server;
        this.preferences = server.bean(Preferences.class);
        this.an = server.account("an").id();
    }

    @Test
    void whoHasChosenNothingHasTheDefaults() {
        assertThat(preferences.of(an)).isEqualTo(UserPreferences.DEFAULTS);
        assertThat(preferences.of(new AccountId(Long.MAX_VALUE)))
                .isEqualTo(UserPreferences.DEFAULTS);
    }

    @Test
    void keepsEachChoiceAndLeavesTheOthers() {
        preferences.update(an, Map.of("theme", "dark", "zone", "Asia/Ho_Chi_Minh"));
        preferences.update(an, Map.of("layout", "below", "undo-send", "30", "nonsense", "x"));

        var chosen = preferences.of(an);
        assertThat(chosen.theme()).isEqualTo(Theme.DARK);
        assertThat(chosen.zone()).isEqualTo(ZoneId.of("Asia/Ho_Chi_Minh"));
        assertThat(chosen.layout()).isEqualTo(Layout.BELOW);
        assertThat(chosen.undoSeconds()).isEqualTo(30);
        assertThat(chosen.density()).isEqualTo(Density.COMFORTABLE);
        assertThat(preferences.of(server.account("binh").id())).isEqualTo(UserPreferences.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({
        "theme, neon",
        "zone, Atlantis/Capital",
        "mark-read, -2",
        "mark-read, 61",
        "mark-read, soon",
        "undo-send, 99999999999",
        "conversations, yes",
        "list-width, 10"
    })
    void refusesWhatASettingDoesNotHave(String key, String value) {
        assertThatThrownBy(() -> preferences.update(an, Map.of(key, value, "density", "compact")))
                .isInstanceOfSatisfying(
                        FieldRefusal.class, refusal -> assertThat(refusal.field()).isEqualTo(key));
        assertThat(preferences.of(an)).isEqualTo(UserPreferences.DEFAULTS);
    }

    @Test
    void whatIsStoredAndUnknownIsTheDefault() {
        for (var setting : Setting.values()) store(setting.key(), "from the future");
        store("a-setting-nobody-knows", "1");

        assertThat(preferences.of(an)).isEqualTo(UserPreferences.DEFAULTS);
    }

    private void store(String name, String value) {
        server.jdbc()
                .sql("insert into preference (account_id, name, value) values (?, ?, ?)")
                .params(an.value(), name, value)
                .update();
    }

    @Test
    void everySettingIsSaidInForms() {
        assertThat(UserPreferences.DEFAULTS.values().keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(Setting::key).toList());
        UserPreferences.DEFAULTS
                .values()
                .forEach((key, value) ->
                        assertThat(Setting.of(key).orElseThrow().accepts(value)).as(key).isTrue());
    }
}
