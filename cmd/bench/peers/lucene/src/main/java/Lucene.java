import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.MMapDirectory;

/**
 * Answers the questions of the bench with Lucene: {@code Lucene build DIR} makes an index of the
 * passages on standard input, {@code Lucene ask DIR WAY} answers the questions there, a line each;
 * ../process.go says what stands in the lines. WAY is "beside", a count beside a top ten that passes
 * over what cannot come first, or "once", one pass over all that is found.
 */
public final class Lucene {
  public static void main(String[] args) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 20);
    switch (args[0]) {
      case "build" -> Build.index(Path.of(args[1]), in);
      case "ask" -> {
        try (var reader = DirectoryReader.open(new MMapDirectory(Path.of(args[1])))) {
          new Lucene(reader, args[2].equals("once")).answer(in);
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static final int ALL = Integer.MAX_VALUE; // hits are counted up to so many

  private final IndexSearcher searcher;
  private final Marker marker;
  private final boolean once;
  private final Map<Query, ScoreDoc> before = new HashMap<>(); // the hit before the page that a question wants

  private Lucene(DirectoryReader reader, boolean once) {
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null); // each question is asked several times
    marker = new Marker(searcher);
    this.once = once;
  }

  /** An answer: how many passages are found, and the texts of those wanted, marked if that is wanted. */
  private record Answer(int total, String[] texts) {}

  private void answer(BufferedReader in) throws IOException {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line; (line = in.readLine()) != null; ) {
      var question = new Question(line);
      Answer answer = null;
      long wall = 0, cpu = 0;
      for (int i = 0; i < question.times; i++) {
        wall = System.nanoTime();
        cpu = clock.getCurrentThreadCpuTime();
        answer = answer(new Question(line));
        cpu = clock.getCurrentThreadCpuTime() - cpu;
        wall = System.nanoTime() - wall;
      }
      var fields = new ArrayList<>(List.of("" + answer.total, "" + wall, "" + cpu));
      for (String text : answer.texts) {
        fields.add(text.replaceAll("[\t\n\r]", " "));
      }
      out.println(String.join("\t", fields));
      out.flush();
    }
  }

  private Answer answer(Question q) throws IOException {
    Query query = q.query;
    int skip = q.task.equals("page") ? 1000 : 0;
    int size = switch (q.task) {
      case "year", "count" -> 0;
      case "export" -> 1000;
      default -> 10;
    };
    Counts counts = switch (q.task) {
      case "facets" -> new Counts("country", "year", "tier", "section", "report", "kind");
      case "year" -> new Counts("year");
      default -> null;
    };
    if (size == 0 && counts == null) {
      return new Answer(searcher.count(query), new String[0]);
    }
    if (size == 0) {
      searcher.search(new ConstantScoreQuery(query), counts);
      return new Answer(counts.total, new String[0]);
    }
    ScoreDoc after = skip == 0 ? null : before.get(query);
    if (skip > 0 && after == null) {
      ScoreDoc[] first = top(query, skip, null, 1).scoreDocs;
      before.put(query, after = first[first.length - 1]);
    }
    int total;
    TopDocs hits;
    if (once) {
      TopScoreDocCollector best = new TopScoreDocCollectorManager(size, after, ALL).newCollector();
      searcher.search(query, counts == null ? best : MultiCollector.wrap(best, counts));
      hits = best.topDocs();
      total = (int) hits.totalHits.value();
    } else {
      hits = top(query, size, after, 1);
      if (counts == null) {
        total = searcher.count(query);
      } else {
        searcher.search(new ConstantScoreQuery(query), counts);
        total = counts.total;
      }
    }
    String[] texts = q.bare ? new String[hits.scoreDocs.length] : marker.mark(query, q.fields, hits);
    if (q.bare) {
      Arrays.fill(texts, "");
    }
    return new Answer(total, texts);
  }

  private TopDocs top(Query query, int size, ScoreDoc after, int threshold) throws IOException {
    return searcher.search(query, new TopScoreDocCollectorManager(size, after, threshold));
  }

  /** Counts the passages of each value of some fields; the index is one segment. */
  private static final class Counts extends SimpleCollector {
    private final String[] fields;
    private final SortedDocValues[] values;
    private final int[][] counts;
    int total;

    Counts(String... fields) {
      this.fields = fields;
      values = new SortedDocValues[fields.length];
      counts = new int[fields.length][];
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
      for (int i = 0; i < fields.length; i++) {
        values[i] = DocValues.getSorted(context.reader(), fields[i]);
        counts[i] = new int[values[i].getValueCount()];
      }
    }

    @Override
    public void collect(int doc) throws IOException {
      total++;
      for (int i = 0; i < values.length; i++) {
        if (values[i].advanceExact(doc)) {
          counts[i][values[i].ordValue()]++;
        }
      }
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }
}
