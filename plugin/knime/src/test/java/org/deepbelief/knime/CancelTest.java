// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.deepbelief.knime.embed.EmbedNodeFactory;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.forecast.ForecastNodeFactory;
import org.deepbelief.knime.fuse.FuseNodeFactory;
import org.deepbelief.knime.generate.GenerateNodeFactory;
import org.deepbelief.knime.inspect.InspectNodeFactory;
import org.deepbelief.knime.pmml.ToPmmlNodeFactory;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.core.data.DataCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;

/**
 * Each node, canceled at twenty points of its work from the first row to the last: it stops there and then, and neither
 * a thread nor a file nor memory stays behind.
 */
class CancelTest {

    private static final int CANCELS = 20;

    private static final int MOST_ROUNDS = 5;

    private static final String FOLDER = "java.io.tmpdir";

    /** Is canceled when it is asked for the n-th time. */
    private static final class Impatient extends DefaultNodeProgressMonitor {

        private final long last;

        private final AtomicLong asked = new AtomicLong();

        Impatient(final long last) {
            this.last = last;
        }

        @Override
        public void checkCanceled() throws CanceledExecutionException {
            if (asked.incrementAndGet() == last) {
                setExecuteCanceled();
            }
            super.checkCanceled();
        }
    }

    private record Work(NodeRunner node, PortObject[] inputs) {

        static Work of(final NodeFactory<?> factory, final Map<String, Object> settings, final PortObject... inputs)
            throws Exception {
            return new Work(NodeRunner.configure(factory, settings,
                Stream.of(inputs).map(PortObject::getSpec).toArray(PortObjectSpec[]::new)),
                inputs);
        }

        /** How often the whole work asks whether to stop. */
        long questions() throws Exception {
            final Impatient patient = new Impatient(Long.MAX_VALUE);
            node.execute(patient, inputs);
            return patient.asked.get();
        }

        /** On a busy machine an operation takes longer one time, and asks once more, than another time. */
        void cancel(final long question) throws Exception {
            final Impatient monitor = new Impatient(question);
            try {
                node.execute(monitor, inputs);
                assertTrue(monitor.asked.get() < question, "was canceled and went on to its end");
            } catch (CanceledExecutionException e) {
                final long more = monitor.asked.get() - question;
                assertTrue(more <= 3, "went on for " + more + " questions");
            }
        }
    }

    @TempDir
    private Path folder;

    private String usualFolder;

    @BeforeEach
    void watchTheFolder() {
        usualFolder = System.setProperty(FOLDER, folder.toString());
    }

    @AfterEach
    void leaveTheFolder() {
        System.setProperty(FOLDER, usualFolder);
    }

    private static Map<String, Work> allNodes() throws Exception {
        final BufferedDataTable digits = Tables.digits(100);
        final Map<String, Object> classes = Map.of("classColumn", "digit", "classColumn_is_present", true, "epochs", 3,
            "validationShare", 0.2);
        final Map<String, Object> shape = Map.of("layers/0/units", 400, "layers/1/units", 100, "memoryBudgetMiB", 1);
        final Map<String, Work> nodes = new LinkedHashMap<>();
        final Map<String, Object> pretraining = new LinkedHashMap<>(classes);
        pretraining.putAll(shape);
        nodes.put("Pretrain", Work.of(new LayerwisePretrainNodeFactory(), pretraining, digits));
        final PortObject network = nodes.get("Pretrain").node().execute(digits)[0];
        nodes.put("Wake-Sleep", Work.of(new WakeSleepTuneNodeFactory(), classes, network, digits));
        nodes.put("Fine-tune", Work.of(new FineTuneNodeFactory(), Map.of("epochs", 3, "validationShare", 0.2,
            "stopEarly", true, "patience", 3), network, digits));
        final PortObject classifier = nodes.get("Fine-tune").node().execute(network, digits)[0];
        nodes.put("Embed", Work.of(new EmbedNodeFactory(), Map.of("epochs", 3, "epochs_is_present", true, "batchSize",
            30, "classColumn", "digit", "classColumn_is_present", true), network, digits));
        final BufferedDataTable rows = Tables.small(60);
        final Map<String, Object> sequence = Map.of("rowsAreSequence", true, "orderColumn", "a", "sequenceColumn",
            "class", "epochs", 3);
        nodes.put("Pretrain in order", Work.of(new LayerwisePretrainNodeFactory(), sequence, rows));
        nodes.put("Forecast", Work.of(new ForecastNodeFactory(), Map.of(),
            nodes.get("Pretrain in order").node().execute(rows)[0], rows));
        final PortObject[] halves = new PortObject[2];
        for (int h = 0; h < 2; h++) {
            halves[h] = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of("epochs", 2, "layers/0/units", 100,
                "layers/1/units", 100), half(digits, 32 * h)).output(0);
        }
        nodes.put("Fuse", Work.of(new FuseNodeFactory(), Map.of("epochs", 3, "validationShare", 0.2,
            "memoryBudgetMiB", 1), digits, halves[0], halves[1]));
        final PortObject senses = nodes.get("Fuse").node().execute(digits, halves[0], halves[1])[0];
        nodes.put("Fine-tune senses", Work.of(new FineTuneNodeFactory(), Map.of("epochs", 3), senses, digits));
        nodes.put("Reconstruct senses", Work.of(new ReconstructNodeFactory(), Map.of("absentSenses", true), senses,
            half(digits, 0)));
        nodes.put("Features", Work.of(new ExtractFeaturesNodeFactory(), Map.of("layers", "ALL"), network, digits));
        nodes.put("Predict", Work.of(new PredictNodeFactory(), Map.of(), classifier, digits));
        nodes.put("To PMML", Work.of(new ToPmmlNodeFactory(), Map.of(), classifier));
        nodes.put("Reconstruct",
            Work.of(new ReconstructNodeFactory(), Map.of("missingValues", "FILL"), network, digits));
        nodes.put("Generate", Work.of(new GenerateNodeFactory(),
            Map.of("mode", "PER_CLASS", "rows", 5, "gibbsSteps", 9), network));
        nodes.put("Inspect", Work.of(new InspectNodeFactory(), Map.of("estimatePartitionFunction", true, "temperatures",
            30), network));
        return nodes;
    }

    /** 32 columns of a table. */
    private static BufferedDataTable half(final BufferedDataTable table, final int first) {
        final List<DataCell[]> rows = new ArrayList<>();
        table.forEach(row -> rows.add(row.stream().skip(first).limit(32).toArray(DataCell[]::new)));
        return Tables.of(table.getDataTableSpec().stream().skip(first).limit(32).toList(), rows);
    }

    @Test
    void nothingStaysBehind() throws Exception {
        final Map<String, Work> nodes = allNodes();
        final Map<String, Long> questions = new LinkedHashMap<>();
        for (final Map.Entry<String, Work> one : nodes.entrySet()) {
            questions.put(one.getKey(), one.getValue().questions());
        }
        final List<Long> bytes = new ArrayList<>(List.of(physicalBytes()));
        // What malloc and the virtual machine's compiler keep for the next time is no leak: that grows with each round.
        do {
            cancelAll(nodes, questions);
            bytes.add(physicalBytes());
        } while (grown(bytes) > 1.05 && bytes.size() <= MOST_ROUNDS);
        System.out.printf("CancelTest: bytes before and after rounds of %d cancels of each node: %s%n", CANCELS, bytes);
        assertTrue(grown(bytes) <= 1.05, "the last round took more memory: " + bytes);
    }

    /** KNIME interrupts the thread of a node that it cancels, and the rows that go to a file then cannot. */
    @Test
    void aNodeThatIsInterruptedWhileItWritesAFileIsCanceled() throws Exception {
        final int rows = 300;
        final BufferedDataTable table = Tables.wide(rows, 1000);
        final NodeRunner node = NodeRunner.configure(new LayerwisePretrainNodeFactory(),
            Map.of("memoryBudgetMiB", 1, "epochs", 1), table.getSpec());
        final Thread thread = Thread.currentThread();
        // The encoding asks once a row. Then the rows are read, into a file of more than a MiB.
        for (int question = rows; question < rows + 4; question++) {
            final int last = question;
            final DefaultNodeProgressMonitor monitor = new DefaultNodeProgressMonitor() {
                private final AtomicLong asked = new AtomicLong();

                @Override
                public void checkCanceled() throws CanceledExecutionException {
                    super.checkCanceled();
                    if (asked.incrementAndGet() == last) {
                        setExecuteCanceled();
                        thread.interrupt();
                    }
                }
            };
            assertThrows(CanceledExecutionException.class, () -> node.execute(monitor, table));
            assertTrue(Thread.interrupted());
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(List.of(), files.toList());
            }
        }
    }

    /** By how much the last round has multiplied the memory. */
    private static double grown(final List<Long> bytes) {
        return (double)bytes.get(bytes.size() - 1) / bytes.get(bytes.size() - 2);
    }

    private void cancelAll(final Map<String, Work> nodes, final Map<String, Long> questions) throws Exception {
        for (final Map.Entry<String, Work> one : nodes.entrySet()) {
            final long last = questions.get(one.getKey());
            assertTrue(last >= CANCELS, one.getKey() + " asks only " + last + " times");
            for (int cancel = 0; cancel < CANCELS; cancel++) {
                final long question = 1 + cancel * (last - 1) / (CANCELS - 1);
                one.getValue().cancel(question);
                final String when = one.getKey() + " at " + question + " of " + last;
                assertEquals(List.of(), Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                    .filter(name -> name.startsWith("deepbelief-")).toList(), when);
                try (Stream<Path> files = Files.list(folder)) {
                    assertEquals(List.of(), files.toList(), when);
                }
            }
        }
    }

    /** What the process holds once the collector has been through, as Linux tells it. */
    private static long physicalBytes() throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        final String kibibytes = Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow().replaceAll("[^0-9]", "");
        return 1024 * Long.parseLong(kibibytes);
    }
}
