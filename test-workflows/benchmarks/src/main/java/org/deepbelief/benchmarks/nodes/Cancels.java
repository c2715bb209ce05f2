// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.nodes;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.bytedeco.javacpp.Pointer;
import org.deepbelief.benchmarks.quality.LabelledImages;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.generate.GenerateNodeFactory;
import org.deepbelief.knime.inspect.InspectNodeFactory;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;

/**
 * Prints how soon each node returns once it is canceled, on the images as a table of a column a pixel. In a run to the
 * end, the longest time between two questions whether to stop bounds it for every point of the work; then the node is
 * canceled at points of that run at equal distances, and where that longest time began. In the end, what stays behind.
 */
public final class Cancels {

    private static final int ROUNDS = 2;

    private final int cancels;

    private final Map<String, NodeRun> nodes = new LinkedHashMap<>();

    /** Notes when it is asked, and can be canceled from another thread. */
    private static final class Watch extends DefaultNodeProgressMonitor {

        private final long start = System.nanoTime();

        private long last = start;

        private long longest;

        private long longestFrom;

        private String longestWhere = "";

        private String where = "before anything";

        @Override
        public synchronized void checkCanceled() throws CanceledExecutionException {
            asked(where());
            super.checkCanceled();
        }

        /** The methods of the nodes and the engine that ask, the innermost first. */
        private static String where() {
            return StackWalker.getInstance().walk(frames -> frames
                .filter(frame -> frame.getClassName().startsWith("org.deepbelief.")
                    && !frame.getClassName().startsWith("org.deepbelief.benchmarks."))
                .filter(frame -> !frame.getMethodName().matches("(is|check)?[cC]ancell?ed"))
                .limit(2).map(frame -> frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName())
                .reduce((a, b) -> a + " < " + b).orElse("a table"));
        }

        synchronized void asked(final String by) {
            final long now = System.nanoTime();
            if (now - last > longest) {
                longest = now - last;
                longestFrom = last - start;
                longestWhere = where + " to " + by;
            }
            last = now;
            where = by;
        }
    }

    private Cancels(final LabelledImages images, final int cancels) throws Exception {
        this.cancels = cancels;
        final BufferedDataTable table = PixelTable.of(images, NodeRun.context());
        final Map<String, Object> training = Map.of("epochs", 1, "batchSize", 100, "validationShare", 0.1,
            "classColumn", "label", "classColumn_is_present", true);
        add("Pretrain", new LayerwisePretrainNodeFactory(), training, table);
        final PortObject network = nodes.get("Pretrain").execute();
        add("Wake-Sleep Tune", new WakeSleepTuneNodeFactory(), training, network, table);
        add("Fine-tune", new FineTuneNodeFactory(), Map.of("epochs", 1, "batchSize", 100, "validationShare", 0.1),
            network, table);
        final PortObject classifier = nodes.get("Fine-tune").execute();
        add("Extract Features", new ExtractFeaturesNodeFactory(), Map.of("layers", "ALL"), network, table);
        add("Predict", new PredictNodeFactory(), Map.of(), classifier, table);
        add("Reconstruct", new ReconstructNodeFactory(), Map.of("missingValues", "FILL"), network, table);
        add("Generate", new GenerateNodeFactory(), Map.of("rows", images.pixels().length, "gibbsSteps", 5), network);
        add("Inspect", new InspectNodeFactory(), Map.of("estimatePartitionFunction", true), network);
    }

    private void add(final String name, final NodeFactory<?> factory, final Map<String, Object> settings,
        final PortObject... inputs) throws Exception {
        nodes.put(name, new NodeRun(factory, settings, inputs));
    }

    /**
     * @param arguments the folder of the IDX files, and how often each node is canceled
     * @throws Exception if the images cannot be read or a node fails
     */
    public static void main(final String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println("Usage: test-workflows/benchmarks/cancel <folder of IDX files> [cancels]");
            System.exit(2);
        }
        final LabelledImages images = LabelledImages.read(Path.of(arguments[0]), "train");
        System.out.printf(Locale.ROOT, "%,d rows, 784 number columns, 784-500-500, all %d threads%n",
            images.pixels().length, Runtime.getRuntime().availableProcessors());
        new Cancels(images, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5).run();
    }

    private void run() throws Exception {
        System.out.printf("%-18s %9s %22s   %s%n", "to the end", "seconds", "longest without asking", "where");
        final Map<String, Watch> whole = new LinkedHashMap<>();
        for (final Map.Entry<String, NodeRun> node : nodes.entrySet()) {
            final Watch watch = new Watch();
            node.getValue().execute(watch);
            watch.asked("the end");
            whole.put(node.getKey(), watch);
            System.out.printf(Locale.ROOT, "%-18s %9.2f %22.3f   %s%n", node.getKey(),
                (watch.last - watch.start) / 1e9, watch.longest / 1e9, watch.longestWhere);
        }
        // What the virtual machine keeps for the next time is no leak: the second round is measured against the first.
        final long filesBefore = files();
        long before = physicalBytes();
        for (int round = 1; round <= ROUNDS; round++) {
            System.out.printf("%n%-18s %9s %14s%n", "canceled, round " + round, "times", "slowest return");
            for (final Map.Entry<String, NodeRun> node : nodes.entrySet()) {
                cancel(node.getKey(), node.getValue(), points(whole.get(node.getKey())));
            }
            final long after = physicalBytes();
            System.out.printf(Locale.ROOT, "physical bytes %,d, %.3f of those before the round; threads %s; files"
                + " %+d%n", after, (double)after / before, threads(), files() - filesBefore);
            before = after;
        }
    }

    private static void cancel(final String name, final NodeRun node, final long[] points) throws Exception {
        int canceled = 0;
        double slowest = 0;
        for (final long point : points) {
            final double seconds = cancel(node, point);
            canceled += Double.isNaN(seconds) ? 0 : 1;
            slowest = Double.isNaN(seconds) ? slowest : Math.max(slowest, seconds);
        }
        System.out.printf(Locale.ROOT, "%-18s %9d %12.3f s%n", name, canceled, slowest);
    }

    /** Nanoseconds from the start: at equal distances, and early in the longest time without a question. */
    private long[] points(final Watch whole) {
        final long[] points = new long[cancels + 1];
        for (int i = 0; i < cancels; i++) {
            points[i] = (whole.last - whole.start) * (2 * i + 1) / (2 * cancels);
        }
        points[cancels] = whole.longestFrom + whole.longest / 20;
        return points;
    }

    /** The seconds from cancel to return, or NaN if the node had ended before. */
    private static double cancel(final NodeRun node, final long afterNanoseconds) throws Exception {
        final Watch monitor = new Watch();
        final List<Throwable> ends = new ArrayList<>();
        final Thread worker = new Thread(() -> {
            try {
                node.execute(monitor);
            } catch (Exception e) {
                ends.add(e);
            }
        }, "node");
        worker.start();
        worker.join(Math.max(1, afterNanoseconds / 1_000_000));
        final long start = System.nanoTime();
        monitor.setExecuteCanceled();
        worker.join();
        final double seconds = (System.nanoTime() - start) / 1e9;
        if (ends.isEmpty()) {
            return Double.NaN;
        }
        if (ends.get(0) instanceof CanceledExecutionException) {
            return seconds;
        }
        throw new IllegalStateException("The node failed instead of stopping.", ends.get(0));
    }

    private static long physicalBytes() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(300);
        }
        return Pointer.physicalBytes();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
            .filter(name -> name.startsWith("deepbelief-")).toList();
    }

    private static long files() {
        final String[] names = new File(System.getProperty("java.io.tmpdir")).list();
        return Arrays.stream(names).filter(name -> name.matches("(?i)(table|keys|deepbelief|samples).*")).count();
    }
}
