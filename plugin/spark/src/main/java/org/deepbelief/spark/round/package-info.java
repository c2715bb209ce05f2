// SPDX-License-Identifier: Apache-2.0
/**
 * Training in rounds, without Spark: each part of the rows takes some steps of its own from the same state, and the
 * states are averaged, weighted by the rows that were learned from (McMahan et al. 2017, "Communication-efficient
 * learning of deep networks from decentralized data"), and go on with the momentum of the rounds.
 *
 * <p>A round is a pure function of stage, state, rows and the span of its steps
 * ({@link org.deepbelief.spark.round.Round}), so that whoever repeats it gets the same bits; the mean is taken in a
 * fixed tree by the number of the part ({@link org.deepbelief.spark.round.States}). One part is the training of the
 * engine itself, bit by bit.
 *
 * <p><b>What is averaged.</b> Weights, and all that is itself a mean over steps: the increments of momentum, the
 * moments of Adam, mean activations. Persistent chains, of which there is no mean, stay with their part. This was
 * measured on the digits of the tests (1,797 rows, a fifth of each part held out, 64-100, means over seeds 1 to 5; 20
 * epochs of CD-1, or of PCD at rate 0.02; then 15 epochs of fine-tuning, the last 5 averaged), against leaving
 * increments and moments with their part, and against beginning them anew in each round:
 *
 * <pre>
 *                                     averaged   left with the part   begun anew
 * 4 parts, rounds of 3 steps
 *   reconstruction error, CD / PCD    0.0118 / 0.0449   0.0118 / 0.0449   0.0301 / 0.0731
 *   accuracy, fine-tuned              0.924             0.924             0.871
 * 4 parts, a round an epoch
 *   reconstruction error, CD / PCD    0.0119 / 0.0449   0.0119 / 0.0450   0.0153 / 0.0570
 *   accuracy, fine-tuned              0.924             0.923             0.917
 * 8 parts, rounds of 3 steps
 *   reconstruction error, CD / PCD    0.0182 / 0.0683   0.0182 / 0.0683   0.0420 / 0.0728
 *   accuracy, fine-tuned              0.875             0.873             0.743
 * 8 parts, a round an epoch
 *   reconstruction error, CD / PCD    0.0182 / 0.0682   0.0182 / 0.0682   0.0310 / 0.0726
 *   accuracy, fine-tuned              0.874             0.874             0.806
 * </pre>
 *
 * <p>So what was learned of the direction must not be lost, and whose it is makes no difference; averaged, there is one
 * state for all parts to send and to keep in a checkpoint instead of one a part.
 *
 * <p><b>Learning as one.</b> That was a plain mean of parts with whole batches, and more parts learned less from as
 * many passes: one had reached 0.0091 / 0.0359 and 0.959. Two things mend it: batches that are shared out among the
 * parts where a training has few steps ({@link org.deepbelief.spark.round.PartBatches}), and the momentum of the rounds
 * for what is left ({@link org.deepbelief.spark.round.BlockMomentum}). With both, on the digits (the same 360 rows held
 * out of all, seeds 1 to 3, rounds as chosen):
 *
 * <pre>
 * parts                                1                2                4                8
 * reconstruction error, CD / PCD       0.0083 / 0.0360  0.0089           0.0089 / 0.0363  0.0095 / 0.0372
 * accuracy, fine-tuned after CD / PCD  0.955 / 0.949    0.958            0.957 / 0.951    0.955 / 0.955
 * </pre>
 *
 * <p>Each alone falls short (8 parts; digits with seeds 1 and 2, one part 0.0083 and 0.954; and the error on 10,000
 * rows of MNIST of 784-300-300 after 10,000 rows, seed 1, 22 passes of pretraining and 25 of fine-tuning, one part
 * 0.0091 and 6.27 %):
 *
 * <pre>
 *                                                      digits           MNIST
 * whole batches, momentum, a round a pass              0.0120, 0.931
 * whole batches, momentum, rounds of 3                 0.0452, 0.914    0.0355, 8.40 %
 * whole batches, momentum, rounds of 1                 0.0906, 0.842    0.1091, 14.78 %
 * shared batches, plain mean                           0.0094, 0.940    0.0093, 8.36 %
 * a fourth of a batch, momentum of the rest                             0.0096, 7.58 %
 * shared batches, the momentum of Adam's steps                          0.0093, 6.13 %
 * </pre>
 *
 * <p>So the momentum of the rounds must not be faster than that of the steps, or they drive each other up; it is for
 * trainings with many steps, whose batches stay whole and whose steps stay fast. And Adam, whose steps get shorter with
 * the noise of smaller batches, needs it with these too.
 *
 * <p>How far Adam steps in parts: a mean over parts is a step with the rows of all, for which its rate is to be higher
 * ({@link org.deepbelief.spark.round.TuningKind.Fine}). Left to the momentum of the rounds, which looks back over as
 * many rounds as it makes up for, a training has too few of these. On MNIST (50,000 rows, 784-500-500-2000 pretrained
 * in 8 parts, seed 1, 25 passes, the error on 10,000 others):
 *
 * <pre>
 * one part, batches of 100; of 212 and 424, the rate times sqrt(2.12) and sqrt(4.24)    1.44 %; 1.44 %, 1.42 %
 * 8 parts, batches of 53, the rate as it is, and momentum for N sqrt(share) = 5.8 times 1.75 %
 * the same with batches of 27, twice the steps                                          1.59 %
 * batches of 53, the rate times sqrt(4.24), momentum for sqrt(8)                        1.59 %
 * 4 parts, batches of 100, the rate times 2, momentum for 2                             1.47 %
 * 8 parts, the rate times 4, momentum for 1.5                                           1.55 %
 * batches of 53, the rate as it is, rounds of 5 steps: diverges at first
 * </pre>
 *
 * <p><b>Maps</b> learn from all pairs of a batch's rows, so that a smaller batch would be another loss: theirs stay as
 * large as they are asked for, or as a part has rows, and the momentum of the rounds is Adam's for what that leaves. On
 * the digits (64-100-50-2, the same 360 rows held out of all, seed 1, batches of 500, 348 passes, a round each): the
 * share of these whose five nearest learned rows in the map tell their digit, and their trustworthiness for 12
 * neighbours (Venna and Kaski 2006):
 *
 * <pre>
 * parts                                     1              4              8
 * neighbours                                0.919, 0.957   0.922, 0.954   0.914, 0.950
 *   by a plain mean                                        0.858, 0.939
 *   the momentum as without Adam                                          0.894, 0.948
 * classes                                   0.981, 0.915                  0.972, 0.911
 * neighbours, batches of 160, 112 passes    0.878, 0.945                  0.819, 0.920
 *   batches and perplexity shared out                                     0.833, 0.935
 * </pre>
 *
 * <p>So a map in many parts wants more passes where one of these has few steps, and sharing batches out would not do.
 *
 * <p><b>Rows held out.</b> Each part holds out its share, by its own seed, class by class. After each epoch the mean of
 * the states is measured on them where they are, and the measurements are averaged by the rows; so early stopping looks
 * at the network that would be kept.
 *
 * <p><b>Limits.</b> A round does not go beyond an epoch. Smaller batches compute fewer rows a second.
 * Losses of balanced classes are averaged over the parts by rows, not by the weights of the classes that happen to be
 * held out in each.
 */
package org.deepbelief.spark.round;
