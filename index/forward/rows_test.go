package forward

import (
	"slices"
	"testing"
)

func TestRows(t *testing.T) {
	all := []uint64{3, 4, 5, 9, 12, 13, 1 << 40, 1<<40 + 1}
	var rows Rows
	for _, row := range all {
		rows.add(row)
	}
	for doc, row := range all {
		if got := rows.At(uint32(doc)); got != row {
			t.Errorf("passage %d has row %d, want %d", doc, got, row)
		}
		for _, near := range []uint64{row - 1, row, row + 1} {
			first, there := slices.BinarySearch(all, near)
			if doc, found := rows.Find(near); doc != uint32(first) || found != there {
				t.Errorf("row %d: passage %d, %v, want %d, %v", near, doc, found, first, there)
			}
		}
	}
	var none Rows
	if doc, found := none.Find(1); doc != 0 || found {
		t.Errorf("without rows, row 1 is of passage %d, %v", doc, found)
	}
	if n := len(rows.rows); n != 4 {
		t.Errorf("%d runs, want 4", n)
	}
}
