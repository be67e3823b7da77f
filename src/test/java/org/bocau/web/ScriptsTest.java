package org.bocau.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules put together; that the result runs is seen by every test with a browser. */
class ScriptsTest {
    private static final Map<String, String> SOURCES =
            Map.of(
                    "js/shell.js",
                    """
                    import lib from '../vendor/lib.js';
                    import { words } from './words.js';
                    export function notify() { lib(words); }
                    """,
                    "js/mail.js",
                    """
                    import './shell.js';
                    import {
                      post as send,
                    } from './post.js';
                    send();
                    import('./later.js');
                    import('./post.js').then((m) => m.post());
                    """,
                    "js/post.js",
                    """
                    import { words } from './words.js';
                    export async function post() { return words; }
                    const inner = 1;
                    export { inner as outer };
                    """,
                    "js/words.js",
                    "export const words = {};",
                    "js/later.js",
                    """
                    import { post, outer as o } from './post.js';
                    import * as all from './words.js';
                    import { chip } from './chip.js';
                    import Squire from '../vendor/squire.mjs';
                    post(all, o, chip);
                    """,
                    "js/chip.js",
                    """
                    import { notify } from './shell.js';
                    export const chip = notify;
                    """,
                    "vendor/lib.js",
                    "var lib=1;export{lib as default};",
                    "vendor/squire.mjs",
                    """
                    export class
                    Squire {}
                    export let x;
                    """);

    private static String served(String path) {
        return Objects.requireNonNull(new Scripts(SOURCES).served(path));
    }

    @Test
    void whatEveryPageNeedsIsOneScriptInTheOrderOfNeed() {
        assertThat(served("js/shell.js"))
                .isEqualTo(
                        """
                        /* vendor/lib.js */
                        const $vendor_lib_js = (() => {
                        var lib=1;
                        return { default: lib };
                        })();
                        /* js/words.js */
                        const $js_words_js = (() => {
                        const words = {};
                        return { words };
                        })();
                        /* js/shell.js */
                        const $js_shell_js = (() => {
                        const { default: lib } = $vendor_lib_js;
                        const { words } = $js_words_js;
                        function notify() { lib(words); }
                        return { notify };
                        })();
                        export { $vendor_lib_js, $js_words_js, $js_shell_js };
                        """);
    }

    @Test
    void theNextTakesFromTheFirst() {
        assertThat(served("js/mail.js"))
                .startsWith(
                        """
                        import { $js_shell_js } from './shell.js';
                        import { $js_words_js } from './shell.js';
                        /* js/post.js */
                        """)
                .contains(
                        "async function post()",
                        "return { post, outer: inner };",
                        "post: send",
                        "import('./later.js');",
                        "Promise.resolve().then(() => $js_post_js).then((m) => m.post());")
                .doesNotContain("const words =", "export const", "export async");
    }

    @Test
    void whatIsNeededLaterStaysItselfAndKnowsWhereTheOthersAre() {
        assertThat(served("js/later.js"))
                .isEqualTo(
                        """
                        import { $js_post_js } from './mail.js'; const { post, outer: o } = $js_post_js;
                        import { $js_words_js } from './shell.js'; const all = $js_words_js;
                        import { chip } from './chip.js';
                        import { default as Squire } from '../vendor/squire.mjs';
                        post(all, o, chip);
                        """);
    }

    @Test
    void aModuleAskedForByItselfIsTheOneWithin() {
        assertThat(served("js/post.js"))
                .isEqualTo(
                        """
                        import { $js_post_js } from './mail.js';
                        export const { post } = $js_post_js;
                        export const { outer } = $js_post_js;
                        """);
        assertThat(served("vendor/lib.js")).contains("export default $vendor_lib_js.default;");
        assertThat(new Scripts(SOURCES).served("vendor/squire.mjs")).isNull(); // as it came
        assertThat(new Scripts(SOURCES).served("js/none.js")).isNull();
    }

    @Test
    void commentsStayAtHomeAndLinesWhereTheyAre() {
        var source =
                """
                /* What it is. */
                const a = 1; // stays
                /**
                 * Of two lines * and a star.
                 */
                export const b = '/* no */ //'; /* stays */
                  // in a function
                /* a */ const c = a; /* b */
                """;
        assertThat(new Scripts(Map.of("js/a.js", source)).served("js/a.js"))
                .isEqualTo(
                        """

                        const a = 1; // stays



                        export const b = '/* no */ //'; /* stays */

                        /* a */ const c = a; /* b */
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export let changing = 1;",
                "export default function f() {}",
                "export * from './b.js';",
                "import './none.js';",
                "import x, { y } from './b.js';",
                "import { x } from './b.js';\nimport './b.js';",
                "import { x } from 'b';",
                "import { x } from './b.js'; run();",
                "import './shell.js';"
            })
    void refusesWhatItWouldGetWrong(String source) {
        var sources = Map.of("js/shell.js", "import './a.js';", "js/a.js", source, "js/b.js", "");
        assertThatThrownBy(() -> new Scripts(sources)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ourOwnSourcesAreUnderstood() {
        assertThat(new AssembledAssets()).isNotNull();
    }
}
