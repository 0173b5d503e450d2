package dev.lintel.provisioning;

import dev.lintel.provisioning.conversation.ConversationCommand;
import dev.lintel.provisioning.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The entry of the command line. Commands are listed here and live in the packages they belong to.
@Command(name = "lintel", mixinStandardHelpOptions = true, description = "Meeting rooms whose doors always answer.", subcommands = {
        DemoCommand.class, ConversationCommand.class})
public final class Lintel {

    private Lintel() {}

    public static void main(String[] words) {
        System.exit(new CommandLine(new Lintel()).execute(words));
    }
}
