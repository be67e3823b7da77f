package org.bocau.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs Jazzer on one target for some seconds: {@code mvn test-compile exec:exec@fuzz
 * -Dfuzz.target=mime -Dfuzz.seconds=600}. What it finds is left in {@code target/fuzz}, its corpus
 * too; a finding ends the run with an error.
 */
final class Fuzz {
    private static final Path WORK = Path.of("target/fuzz");
    private static final Path GOLDEN_MESSAGES = Path.of("src/test/resources/mime");
    private static final int LONGEST_INPUT = 16 * 1024;
    private static final int SLOWEST_INPUT_SECONDS = 20;

    private Fuzz() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var target = Target.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        var corpus = Files.createDirectories(WORK.resolve(target.label()));
        var options = new ArrayList<String>();
        options.add("--target_class=" + target.type().getName());
        options.add("--instrumentation_includes=org.bocau.**");
        options.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.FilePathTraversal");
        options.add("--reproducer_path=" + WORK);
        options.add("-artifact_prefix=" + WORK + "/" + target.label() + "-");
        options.add("-dict=" + Target.SEEDS.resolveSibling("fuzz.dict"));
        options.add("-max_total_time=" + arguments[1]);
        options.add("-max_len=" + LONGEST_INPUT);
        options.add("-timeout=" + SLOWEST_INPUT_SECONDS);
        options.add("-print_final_stats=1");
        options.add(corpus.toString()); // libFuzzer writes to the first
        seeds(target).forEach(directory -> options.add(directory.toString()));
        if (target == Target.MIME || target == Target.EVERY) {
            options.add(GOLDEN_MESSAGES.toString());
        }
        Jazzer.main(options.toArray(String[]::new));
    }

    private static List<Path> seeds(Target target) throws IOException {
        if (target != Target.EVERY) {
            return List.of(target.seeds());
        }
        try (var directories = Files.list(Target.SEEDS)) {
            return directories.filter(Files::isDirectory).sorted().toList();
        }
    }
}
