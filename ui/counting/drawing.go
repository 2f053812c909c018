package counting

// A Drawing is the charts of a page as a file.
type Drawing struct {
	Title         string
	Width, Height string
	Chart         *Chart
	Small         []Small
	Above         string // the height of a small chart's title
	Key           []KeyLine
}

// A KeyLine is a line of the key.
type KeyLine struct {
	Curve Curve
	Y     string
}

const keyLine = 20.0

// Drawing lays the charts out, with their key below.
func (p *Trends) Drawing() *Drawing {
	d := &Drawing{Chart: p.Chart, Small: p.Small, Above: coordinate(smallTitle)}
	width, height, key := largeFrame.width, largeFrame.height, p.Key
	if p.Chart != nil {
		d.Title, key = p.Chart.Summary, p.Chart.Curves
	} else {
		rows := (len(p.Small) + smallColumns - 1) / smallColumns
		width, height = smallFrame.width*smallColumns, float64(rows)*(smallFrame.height+smallTitle)
		d.Title = p.Record.Citation
	}
	height += 8
	for _, curve := range key {
		d.Key = append(d.Key, KeyLine{curve, coordinate(height)})
		height += keyLine
	}
	d.Width, d.Height = coordinate(width), coordinate(height+4)
	return d
}
