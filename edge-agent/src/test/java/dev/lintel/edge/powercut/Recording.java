package dev.lintel.edge.powercut;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the file system was asked to do, in order.
record Recording(List<Step> steps) {

    sealed interface Step {

        record Open(int file, String name) implements Step {}

        @SuppressWarnings("ArrayRecordComponent")
        record Write(int file, int offset, byte[] bytes) implements Step {}

        record Truncate(int file, int size) implements Step {}

        /// @param folder whether the names in the folder are durable from here on, too
        record Sync(int file, boolean folder) implements Step {}

        record Delete(int file, boolean durable) implements Step {}

        /// A person was answered, or asked.
        record Mark(long value) implements Step {}
    }

    static Recording read(Path path) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        List<Step> steps = new ArrayList<>();
        while (all.hasRemaining()) {
            int kind = all.get();
            int file = all.getInt();
            long offset = all.getLong();
            byte[] bytes = new byte[all.getInt()];
            all.get(bytes);
            steps.add(switch (kind) {
                case 1 -> new Step.Open(file, Path.of(new String(bytes, StandardCharsets.UTF_8)).getFileName().toString());
                case 2 -> new Step.Write(file, Math.toIntExact(offset), bytes);
                case 3 -> new Step.Truncate(file, Math.toIntExact(offset));
                case 4 -> new Step.Sync(file, offset != 0);
                case 5 -> new Step.Delete(file, offset != 0);
                case 6 -> new Step.Mark(offset);
                default -> throw new IOException("a step of kind " + kind);
            });
        }
        return new Recording(steps);
    }
}
