package org.bocau.admin;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A place in a YAML file: a map, a list or a text. Only the tree is read, no object is ever built
 * from a tag, and every mistake names its line.
 *
 * @param path how a person would call it, {@code accounts[2].quota}; empty for the whole file
 */
record YamlEntry(String path, @Nullable Node node) {
    private static final int LONGEST_FILE = 10 << 20; // characters

    /** Something is wrong with the file, said in half a sentence: where, and what. */
    static final class Mistake extends RuntimeException {
        Mistake(String where, String what) {
            super(where + ": " + what, null, false, false);
        }
    }

    /**
     * @throws Mistake not YAML
     */
    static YamlEntry read(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(LONGEST_FILE);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(10);
        try {
            var yaml = new Yaml(new SafeConstructor(options));
            return new YamlEntry("", yaml.compose(new StringReader(text)));
        } catch (MarkedYAMLException bad) {
            var mark = bad.getProblemMark();
            throw new Mistake(
                    mark == null ? "the file" : "line " + (mark.getLine() + 1),
                    String.valueOf(bad.getProblem()));
        } catch (YAMLException bad) {
            throw new Mistake("the file", String.valueOf(bad.getMessage()));
        }
    }

    Mistake mistake(String what) {
        var where = new ArrayList<String>();
        if (node != null) {
            where.add("line " + (node.getStartMark().getLine() + 1));
        }
        if (!path.isEmpty()) {
            where.add(path);
        }
        return new Mistake(where.isEmpty() ? "the file" : String.join(", ", where), what);
    }

    /** Refuses every other key: a mistyped one would silently mean nothing. */
    void allow(Set<String> keys) {
        if (nothing()) {
            return;
        }
        if (!(node instanceof MappingNode map)) {
            throw mistake(
                    "should be a map with " + String.join(", ", keys.stream().sorted().toList()));
        }
        var seen = new HashSet<String>();
        for (var tuple : map.getValue()) {
            var key = new YamlEntry(path, tuple.getKeyNode());
            if (!keys.contains(key.text())) {
                throw key.mistake("unknown key \"%s\"".formatted(key.text()));
            }
            if (!seen.add(key.text())) {
                throw key.mistake("\"%s\" stands there twice".formatted(key.text()));
            }
        }
    }

    @Nullable YamlEntry optional(String key) {
        if (node instanceof MappingNode map) {
            for (var tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key)) {
                    var value =
                            new YamlEntry(
                                    path.isEmpty() ? key : path + "." + key, tuple.getValueNode());
                    return value.nothing() ? null : value;
                }
            }
        }
        return null;
    }

    YamlEntry required(String key) {
        var value = optional(key);
        if (value == null) {
            throw mistake("\"%s\" is missing".formatted(key));
        }
        return value;
    }

    /** The items under a key; none if the key is not there. */
    List<YamlEntry> list(String key) {
        var value = optional(key);
        if (value == null) {
            return List.of();
        }
        if (!(value.node() instanceof SequenceNode sequence)) {
            throw value.mistake("should be a list");
        }
        var items = new ArrayList<YamlEntry>();
        for (var item : sequence.getValue()) {
            items.add(new YamlEntry("%s[%d]".formatted(value.path(), items.size() + 1), item));
        }
        return items;
    }

    String text() {
        if (node instanceof ScalarNode scalar && !nothing()) {
            return scalar.getValue();
        }
        throw mistake("should be a text");
    }

    private boolean nothing() {
        return node == null || node.getTag().equals(Tag.NULL);
    }
}
