package dev.lintel.edge.log;

import ch.qos.logback.classic.LoggerContext;
import dev.lintel.protocol.identity.EdgeId;
import org.slf4j.LoggerFactory;

/// Says in every record from now on which edge writes it. Before enrolment an agent is just `edge`.
public final class Node {

    private Node() {}

    public static void is(EdgeId edge) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.putProperty("node", edge.toString());
        }
    }
}
