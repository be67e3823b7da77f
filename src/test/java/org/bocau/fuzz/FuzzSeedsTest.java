package org.bocau.fuzz;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** The seeds, findings of the fuzzer among them, without the fuzzer: every one in every target. */
class FuzzSeedsTest {
    @TestFactory
    Stream<DynamicContainer> everySeedPasses() throws IOException {
        List<Path> seeds;
        try (var files = Files.walk(Target.SEEDS)) {
            seeds = files.filter(Files::isRegularFile).sorted().toList();
        }
        var containers = new ArrayList<DynamicContainer>();
        for (var seed : seeds) {
            byte[] octets = Files.readAllBytes(seed);
            var tests =
                    Stream.of(Target.values())
                            .filter(target -> target != Target.EVERY)
                            .map(target -> dynamicTest(target.label(), () -> target.run(octets)));
            containers.add(dynamicContainer(Target.SEEDS.relativize(seed).toString(), tests));
        }
        return containers.stream();
    }
}
