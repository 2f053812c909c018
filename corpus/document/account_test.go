package document_test

import (
	"testing"

	"verbatim/corpus/document"
)

func TestAccount(t *testing.T) {
	d := document.Document{Letters: len("onetwothree3")}
	d.Add(document.Block{Text: "one"})
	d.Add(document.Block{Text: "two, —"})
	if missing := d.Account(); missing != len("three3") {
		t.Errorf("%d letters missing, want those of three and 3", missing)
	}
	d.LeaveOut("page numbers", "3", 1)
	d.LeaveOut("rules", "———", 1)
	d.Restored = -len("three")
	if missing := d.Account(); missing != 0 || len(d.LeftOut) != 1 {
		t.Errorf("%d letters missing, %d texts left out", missing, len(d.LeftOut))
	}
}
