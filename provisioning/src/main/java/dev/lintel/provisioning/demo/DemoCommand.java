package dev.lintel.provisioning.demo;

import dev.lintel.provisioning.cloud.CloudRefused;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lintel demo`: the whole product on this machine until Ctrl-C.
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Runs a cloud, two floors and eight rooms on this machine.")
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--programs", required = true, description = "The folder that holds cloud-api/target and edge-agent/target.")
    Path programs = Path.of("");

    @Option(names = "--data", required = true, description = "The folder that keeps all data of the demo.")
    Path data = Path.of("");

    @Option(names = "--fresh", arity = "0..1", fallbackValue = "true", description = "Throw away the data of earlier runs.")
    boolean fresh;

    @Option(names = "--shift", defaultValue = "0", description = "Add this to every port.")
    int shift;

    @Override
    public Integer call() throws InterruptedException {
        if (shift < 0 || shift > 50_000) {
            System.err.println("The ports can be moved by 0 to 50000, not by " + shift + ".");
            return 2;
        }
        try {
            return new Demo(programs.toAbsolutePath().normalize(), data.toAbsolutePath().normalize(), fresh,
                    new DemoPorts(shift), System.in, System.out).run();
        } catch (DemoFailure | CloudRefused e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
