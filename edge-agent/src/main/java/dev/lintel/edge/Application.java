package dev.lintel.edge;

import dev.lintel.edge.settings.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The edge agent's entry point: starts it, and turns a refusal to start into sentences and an exit code.
public final class Application {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private Application() {}

    public static void main(String[] args) {
        if (args.length > 0 && TechnicianCommand.knows(args[0])) {
            System.exit(TechnicianCommand.atThisTerminal().run(args));
        }
        try {
            Agent agent = Agent.start(Roots.ofThisMachine(), args);
            Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "stop"));
            LOG.info("ready: doors at {}", agent.panelAddress());
        } catch (StartRefused refused) {
            refused.sentences().forEach(sentence -> LOG.error("not started: {}", sentence));
            refused.sentences().forEach(System.err::println);
            System.exit(refused.exitCode());
        }
    }
}
