package dev.lintel.protocol.line;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Runs one finder inside the class loader it was loaded by; called by reflection, so that a twin meets the same worlds and stories as the original.
public final class TwinRun {

    private TwinRun() {}

    /// The story that went wrong; empty when nothing did.
    public static List<String> find(String finder) throws ReflectiveOperationException {
        for (Small<?> world : Worlds.small()) {
            if (world.name().equals(finder)) {
                try {
                    return new Explorer<>(world, Explorer.Order.NEAREST).run().story();
                } catch (IllegalStateException surprise) {
                    return List.of("In the world '" + finder + "':", "  => " + surprise.getMessage());
                }
            }
        }
        return stories(Class.forName("dev.lintel.protocol.line." + finder));
    }

    private static List<String> stories(Class<?> type) throws ReflectiveOperationException {
        List<String> failed = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                Constructor<?> maker = type.getDeclaredConstructor();
                maker.setAccessible(true);
                method.setAccessible(true);
                try {
                    method.invoke(maker.newInstance());
                } catch (InvocationTargetException red) {
                    String why = String.valueOf(red.getTargetException().getMessage()).strip().replaceAll("\\s+", " ");
                    failed.add("the story '" + method.getName() + "' turned red: "
                            + why.substring(0, Math.min(160, why.length())));
                }
            }
        }
        return failed;
    }
}
