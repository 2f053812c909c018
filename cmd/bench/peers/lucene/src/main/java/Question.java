import java.util.LinkedHashSet;
import java.util.Set;

import org.apache.lucene.index.Term;
import org.apache.lucene.queries.spans.SpanNearQuery;
import org.apache.lucene.queries.spans.SpanOrQuery;
import org.apache.lucene.queries.spans.SpanQuery;
import org.apache.lucene.queries.spans.SpanTermQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;

/** A question, as ../process.go writes it in a line. */
final class Question {
  final int times; // that it is to be answered
  final String task;
  final boolean bare; // without texts and marks
  final Query query;
  final Set<String> fields = new LinkedHashSet<>(); // of the text: those that the query looks at

  private final String[] parts;
  private int at;

  Question(String line) {
    parts = line.split("\t", -1);
    times = number();
    task = next();
    bare = next().equals("bare");
    query = parse();
  }

  private String next() {
    return parts[at++];
  }

  private int number() {
    return Integer.parseInt(next());
  }

  private Query parse() {
    String kind = next();
    return switch (kind) {
      case "stem" -> new TermQuery(term("stems"));
      case "prefix" -> new PrefixQuery(term("words"));
      case "wildcard" -> new WildcardQuery(term("words"));
      case "phrase" -> phrase(next());
      case "near" -> new SpanNearQuery(new SpanQuery[] {stems(), stems()}, number() - 1, false);
      case "is" -> new TermQuery(new Term(next(), next()));
      case "and", "or" -> bool(kind.equals("and") ? Occur.MUST : Occur.SHOULD);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private Query bool(Occur occur) {
    var all = new BooleanQuery.Builder();
    for (int n = number(); n > 0; n--) {
      switch (parts[at]) {
        case "not" -> {
          at++;
          all.add(parse(), Occur.MUST_NOT);
        }
        case "is" -> all.add(parse(), Occur.FILTER);
        default -> all.add(parse(), occur);
      }
    }
    return all.build();
  }

  private Term term(String field) {
    fields.add(field);
    return new Term(field, next());
  }

  private Query phrase(String field) {
    var phrase = new PhraseQuery.Builder();
    for (int n = number(); n > 0; n--) {
      phrase.add(term(field));
    }
    return phrase.build();
  }

  /** Reads stems of which one is to stand there. */
  private SpanQuery stems() {
    var stems = new SpanQuery[number()];
    for (int i = 0; i < stems.length; i++) {
      stems[i] = new SpanTermQuery(term("stems"));
    }
    return stems.length == 1 ? stems[0] : new SpanOrQuery(stems);
  }
}
