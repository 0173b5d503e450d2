package dev.lintel.provisioning.conversation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lintel conversation`: the life of an operation or a booking, out of the records of door and cloud.
@Command(name = "conversation", mixinStandardHelpOptions = true, description = "Tells what panel, door, broker and cloud said about one operation or booking.")
public final class ConversationCommand implements Callable<Integer> {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The id of an operation or a booking. Without one, the latest operations are listed.")
    Optional<String> id = Optional.empty();

    @Option(names = "--logs", split = ",", defaultValue = ".demo/logs", paramLabel = "PLACE", description = "Files with records, or folders of them (${DEFAULT-VALUE}).")
    List<Path> places = List.of();

    @Option(names = "--mermaid", description = "As a sequence diagram in Mermaid's language.")
    boolean mermaid;

    @Override
    public Integer call() throws IOException {
        for (Path place : places) {
            if (!Files.isReadable(place)) {
                System.err.println("There are no records at " + place + ". Name their file or folder with --logs.");
                return 2;
            }
        }
        Records records = Records.in(places);
        if (records.files().isEmpty()) {
            System.err.println("There is no file that ends in .log in " + places.getFirst() + ".");
            return 2;
        }
        try {
            return id.isEmpty() ? latest(records) : one(id.get().strip().toLowerCase(Locale.ROOT), records);
        } catch (NoSuchFileException gone) {
            System.err.println("The records at " + gone.getFile() + " were moved meanwhile. Please try again.");
            return 1;
        }
    }

    private int one(String asked, Records records) throws IOException {
        if (!ID.matcher(asked).matches()) {
            System.err.println("\"" + asked + "\" is not the id of an operation or a booking:"
                    + " five groups of letters and digits, as in 01890000-0000-7000-8000-000000000001.");
            return 2;
        }
        Optional<Conversation> found = Conversation.about(asked, records);
        if (found.isEmpty()) {
            System.err.println("No record speaks of " + asked + ".");
            return 1;
        }
        System.out.print(mermaid ? found.get().mermaid() : found.get().text());
        return 0;
    }

    private static int latest(Records records) throws IOException {
        List<Latest> latest = Latest.of(records);
        latest.forEach(each -> System.out.println(each.text()));
        if (latest.isEmpty()) {
            System.out.println("Nothing has been done yet.");
        }
        return 0;
    }
}
