package dev.lintel.cloud;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of `docs/architecture.md` for the cloud.
class ArchitectureTest {

    private static final JavaClasses CLOUD = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.lintel.cloud");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.lintel.cloud.(*)..").should().beFreeOfCycles().check(CLOUD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "audit", "booking", "device", "floor", "live", "notice", "place", "retention", "store",
            "tenant",
            "web"})
    void thePackagesThatRulesNameExist(String feature) {
        assertThat(CLOUD).anyMatch(type -> type.getPackageName().equals("dev.lintel.cloud." + feature));
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "impl", "dto", "util", "common", "model", "helper", "manager"})
    void packagesAreFeaturesAndNeverLayers(String layer) {
        noClasses().should().resideInAPackage(".." + layer + "..").check(CLOUD);
    }

    @Test
    void statementsAreWrittenInStoresOnly() {
        noClasses().that()
                .haveSimpleNameNotEndingWith("Store")
                .and()
                .resideOutsideOfPackage("..cloud.store..")
                .should(runStatements())
                .check(CLOUD);
    }

    @Test
    void theBrokersClientIsUsedWhereMessagesComeIn() {
        noClasses().that()
                .resideOutsideOfPackages("..cloud.floor..", "..cloud.device..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.hivemq..")
                .check(CLOUD);
    }

    @Test
    void timeChanceAndIdentityEnterAtTheRoots() {
        var elsewhere = noClasses().that()
                .haveSimpleNameNotEndingWith("Roots")
                .and()
                .doNotHaveFullyQualifiedName(Application.class.getName());
        elsewhere.should().callMethod(Instant.class, "now").check(CLOUD);
        elsewhere.should().callMethod(Clock.class, "systemUTC").check(CLOUD);
        elsewhere.should().callMethod(Clock.class, "systemDefaultZone").check(CLOUD);
        elsewhere.should().callMethod(InstantSource.class, "system").check(CLOUD);
        elsewhere.should().callMethod(UUID.class, "randomUUID").check(CLOUD);
        elsewhere.should().callConstructor(Random.class).check(CLOUD);
        elsewhere.should().callMethod(System.class, "currentTimeMillis").check(CLOUD);
    }

    @Test
    void namesTellTheRole() {
        for (String banned : Set.of("Impl", "Manager", "Helper", "Util", "Utils", "Service", "Info", "DTO", "Dto")) {
            noClasses().should().haveSimpleNameEndingWith(banned).check(CLOUD);
        }
    }

    @Test
    void controllersTalkToDesksAndNeverToStores() {
        noClasses().that()
                .haveSimpleNameEndingWith("Controller")
                .should()
                .dependOnClassesThat(
                        JavaClass.Predicates.simpleNameEndingWith("Store"))
                .check(CLOUD);
        classes().that()
                .haveSimpleNameEndingWith("Controller")
                .should()
                .beAnnotatedWith("io.micronaut.http.annotation.Controller")
                .check(CLOUD);
    }

    private static ArchCondition<JavaClass> runStatements() {
        return new ArchCondition<>("run statements") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                    var statement = call.getTargetOwner().isAssignableTo(Handle.class) && Set
                            .of("createQuery", "createUpdate", "execute", "select", "prepareBatch", "createBatch",
                                    "createScript", "createCall")
                            .contains(call.getName());
                    if (statement || call.getTargetOwner().isAssignableTo(Statement.class)
                            || call.getTargetOwner().isAssignableTo(Connection.class)) {
                        events.add(SimpleConditionEvent.satisfied(call, call.getDescription()));
                    }
                }
            }
        };
    }
}
