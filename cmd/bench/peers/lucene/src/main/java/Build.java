import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

/** Makes an index of one segment: the words and the stems of each passage as verbatim reads them. */
final class Build {
  private static final String[] FIELDS = {"country", "year", "tier", "section", "report", "kind"};

  private static final FieldType WORDS = new FieldType();

  static {
    WORDS.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
    WORDS.freeze();
  }

  static void index(Path dir, BufferedReader in) throws IOException {
    var config = new IndexWriterConfig(null).setRAMBufferSizeMB(512).setUseCompoundFile(false);
    try (var writer = new IndexWriter(new MMapDirectory(dir), config)) {
      for (String line; (line = in.readLine()) != null; ) {
        writer.addDocument(document(line.split("\t", -1)));
      }
      writer.forceMerge(1);
    }
  }

  private static Document document(String[] parts) {
    var doc = new Document();
    for (int i = 0; i < FIELDS.length; i++) {
      doc.add(new StringField(FIELDS[i], parts[i], Field.Store.NO));
      doc.add(new SortedDocValuesField(FIELDS[i], new BytesRef(parts[i])));
    }
    String text = parts[FIELDS.length].translateEscapes();
    String[] tokens = parts[FIELDS.length + 1].split(" ");
    int[] places = places(text);
    doc.add(new StoredField("text", text));
    doc.add(new Field("words", new Tokens(tokens, 0, places), WORDS));
    doc.add(new Field("stems", new Tokens(tokens, 1, places), WORDS));
    return doc;
  }

  /** Returns where each byte of the text in UTF-8 begins in the string. */
  private static int[] places(String text) {
    var places = new int[3 * text.length() + 1];
    int at = 0;
    for (int i = 0; i < text.length(); ) {
      int rune = text.codePointAt(i);
      int bytes = rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
      for (int n = 0; n < bytes; n++) {
        places[at++] = i;
      }
      i += Character.charCount(rune);
    }
    places[at] = text.length();
    return places;
  }

  /** Words or stems: tokens has a word, its stem, and where it begins and ends, one after the other. */
  private static final class Tokens extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
    private final String[] tokens;
    private final int which;
    private final int[] places;
    private int at;

    Tokens(String[] tokens, int which, int[] places) {
      this.tokens = tokens;
      this.which = which;
      this.places = places;
    }

    @Override
    public boolean incrementToken() {
      if (at + 4 > tokens.length) {
        return false;
      }
      clearAttributes();
      term.append(tokens[at + which]);
      offset.setOffset(places[Integer.parseInt(tokens[at + 2])], places[Integer.parseInt(tokens[at + 3])]);
      at += 4;
      return true;
    }
  }
}
