package dev.lintel.edge.powercut;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/// The recording file system (`src/test/c/recorder.c`), built here and made SQLite's own for this process.
@SuppressWarnings("restricted")
final class Recorder {

    private static final Path SOURCE = Path.of("src/test/c/recorder.c");

    private final MethodHandle recordTo;
    private final MethodHandle recordMark;
    private final MethodHandle recordEnd;

    private Recorder(Path library) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        Linker linker = Linker.nativeLinker();
        recordTo = linker.downcallHandle(symbols.findOrThrow("record_to"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        recordMark = linker.downcallHandle(symbols.findOrThrow("record_mark"),
                FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
        recordEnd = linker.downcallHandle(symbols.findOrThrow("record_end"), FunctionDescriptor.ofVoid());
    }

    /// Without a compiler the test is skipped with a sentence, except where `.ci/run` has promised one.
    static Recorder build(Path folder) throws IOException, InterruptedException, SQLException {
        Path library = folder.resolve("recorder.so");
        int exit = 127;
        String said = "";
        try {
            Process cc = new ProcessBuilder(
                    List.of("cc", "-shared", "-fPIC", "-O1", "-o", library.toString(), SOURCE.toString()))
                    .redirectErrorStream(true)
                    .start();
            said = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            exit = cc.waitFor();
        } catch (IOException none) {
            said = none.getMessage();
        }
        if (exit != 0 && System.getenv("LINTEL_CI") != null) {
            throw new AssertionError("the recording file system cannot be built: " + said);
        }
        assumeTrue(exit == 0, "no C compiler with SQLite's headers here, so power cuts are not tried: " + said);
        Properties allow = new Properties();
        allow.setProperty("enable_load_extension", "true");
        try (Connection any = DriverManager.getConnection("jdbc:sqlite::memory:", allow);
                Statement statement = any.createStatement()) {
            statement.execute("SELECT load_extension('" + library + "')");
        }
        return new Recorder(library);
    }

    void to(Path recording, Path prefix) throws Throwable {
        Files.deleteIfExists(recording);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(recording.toString());
            MemorySegment begins = arena.allocateFrom(prefix.toString());
            if ((int) recordTo.invokeExact(path, begins) != 0) {
                throw new IOException(recording + " cannot be written");
            }
        }
    }

    void mark(long value) throws Throwable {
        recordMark.invokeExact(value);
    }

    void end() throws Throwable {
        recordEnd.invokeExact();
    }
}
