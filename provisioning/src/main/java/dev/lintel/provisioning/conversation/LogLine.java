package dev.lintel.provisioning.conversation;

import dev.lintel.provisioning.cloud.Answer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// One record of a program.
///
/// @param program what the program is called, which is the name of the file its records are in
/// @param speaker the last part of the logger's name: the class that wrote it
record LogLine(Instant at, String program, boolean ofCloud, String speaker, String message, Optional<String> operation,
        Answer record) {

    /// Empty for a line that is no record, such as what the machine itself printed before the program began.
    static Optional<LogLine> read(String program, String line) {
        return Answer.read(line).flatMap(record -> read(program, record));
    }

    private static Optional<LogLine> read(String program, Answer record) {
        try {
            String logger = record.text("logger");
            boolean cloud = record.text("node").equals("cloud");
            return Optional.of(new LogLine(Instant.parse(record.text("time")), cloud ? "cloud" : program, cloud,
                    logger.substring(logger.lastIndexOf('.') + 1), record.text("message"), record.optionalText("op"), record));
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    Optional<String> fact(String name) {
        return record.optionalText(name);
    }
}
