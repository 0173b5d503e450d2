package dev.lintel.provisioning.journey;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/// A journey that fails tells what panel, door, broker and cloud said to each other just before.
final class TellsWhatWasSaid implements TestExecutionExceptionHandler {

    private static final Pattern OPERATION = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int TOLD = 3;

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        for (DemoRun demo : DemoRun.running()) {
            try {
                System.out.println(context.getDisplayName() + " has failed. " + lately(demo));
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    static String lately(DemoRun demo) throws IOException {
        String latest = demo.conversation();
        StringBuilder told = new StringBuilder("The latest operations:\n").append(latest);
        List<String> ids = latest.lines()
                .flatMap(line -> OPERATION.matcher(line).results().limit(1).map(MatchResult::group))
                .toList();
        for (String id : ids.subList(Math.max(0, ids.size() - TOLD), ids.size())) {
            told.append('\n').append(demo.conversation(id));
        }
        return told.toString();
    }
}
