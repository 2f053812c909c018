import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.search.uhighlight.WholeBreakIterator;

/** Marks what a query finds in whole passages, by the offsets in the postings. */
final class Marker extends UnifiedHighlighter {
  Marker(IndexSearcher searcher) {
    super(UnifiedHighlighter.builder(searcher, new StandardAnalyzer()) // which texts with offsets do not need
       
        .withBreakIterator(WholeBreakIterator::new)
        .withMaxLength(Integer.MAX_VALUE - 1));
  }

  @Override
  protected OffsetSource getOffsetSource(String field) {
    return OffsetSource.POSTINGS;
  }

  String[] mark(Query query, Set<String> fields, TopDocs hits) throws IOException {
    var docs = new int[hits.scoreDocs.length];
    for (int i = 0; i < docs.length; i++) {
      docs[i] = hits.scoreDocs[i].doc;
    }
    var perField = new int[fields.size()];
    Arrays.fill(perField, 1);
    Map<String, String[]> marked = highlightFields(fields.toArray(new String[0]), query, docs, perField);
    String[] texts = null;
    for (String[] some : marked.values()) { // where two fields have marks, those of either are an answer
      texts = some;
    }
    return texts;
  }

  /** The fields of the text are not stored: the text is. */
  @Override
  protected List<CharSequence[]> loadFieldValues(String[] fields, DocIdSetIterator docs, int maxChars) throws IOException {
    var stored = searcher.storedFields();
    var texts = new ArrayList<CharSequence[]>();
    for (int doc; (doc = docs.nextDoc()) != DocIdSetIterator.NO_MORE_DOCS; ) {
      var values = new CharSequence[fields.length];
      Arrays.fill(values, stored.document(doc, Set.of("text")).get("text"));
      texts.add(values);
    }
    return texts;
  }
}
