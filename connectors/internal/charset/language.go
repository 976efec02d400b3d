package charset

// language says how often a character above ASCII comes in a language's
// files, in parts of ten thousand of such characters. Compiled for Onefold by
// judgement from the languages' orthographies; only the order of magnitude
// matters.
type language struct {
	name  string
	prior float64 // log of how usual the language is among our users' files
	freq  string  // groups of characters, each led by its share of every member
}

// Shares: 1 → 0.0005, each further step about three times as much.
var shares = [...]float64{'1': 0.0005, '2': 0.0015, '3': 0.005, '4': 0.015, '5': 0.05, '6': 0.15, '7': 0.45}

const typographic = " 3’–\u00a0 2“”«»°€… 1„‘—·•®™©²³º½§"

func languages() []language {
	return []language{
		{"french", 0, "7é 6è 5àêçô 4âîûëïÉ 3ùœÈÀÇÊÎÔ 2üÂËÏŒ 1ÛÙÜæŸÿ" + typographic},
		{"romanian", -0.3, "6ăîâșțşţ 5ȘŞȚŢÎ 4ĂÂ 3éáö 2őüóí 1ÁÉÖ" + typographic},
		{"french and romanian", -1, "6éăâîșțşţ 5èàêçôȘŞȚŢÎÉ 4ûëïĂÂ 3ùœÈÀÇÊÔ 2üËÏŒ 1ÛÙÜæŸ" + typographic},
		{"english", -1, "5é’ 4–—“”£€\u00a0‘… 3èçüñöáíóï 2ôâêäàå®™©°½ 1øæßÉ•·"},
		{"german", -1, "6üäö 5ß 4ÜÖÄ 3é 2èáà" + typographic},
		{"spanish", -1.2, "6óíáéñ 5ú 4ÁÓÉÍÑ 3ªºüÚ 2¿¡ç" + typographic},
		{"portuguese", -1.5, "6ãçáé 5íóêõ 4úâôà 3ÁÉÇÃÓ 2ºªÍÂÚÔÕ" + typographic},
		{"italian", -1.5, "6àèéòù 4ìÀÈ 3ÙÒÉ 2ç" + typographic},
		{"hungarian", -2, "6áé 5óöőíüú 4űÁÉÖ 3ÓŐÜÍÚ 2Ű" + typographic},
		{"polish", -2, "6łąęó 5śżćń 4źŁŚŻ 3ŹÓĆ 2ĄĘŃ" + typographic},
		{"czech", -2.2, "6áíéěř 5čšžýů 4úťďňŠČŽŘÁ 3Úó 2ÍĎŤŇÝľĽô 1äĺŕ" + typographic},
		{"croatian", -2.4, "6čšžć 5đ 4ŠČŽ 3ĐĆ" + typographic},
		{"nordic", -2, "6åäö 5æø 4éÅÄÖØÆ 2ü" + typographic},
		{"turkish", -4, "6ıüşğçö 5İŞ 4ÜÇÖ 3Ğâ" + typographic},
	}
}

// floor is the share of a character that a language does not have; control
// and undefined characters are far rarer still.
const (
	floor        = 0.00003
	floorControl = 0.0000003
)

// likely returns the share of each of the language's characters.
func (l language) likely() map[rune]float64 {
	m := make(map[rune]float64)
	var share float64
	for _, c := range l.freq {
		switch {
		case c >= '1' && c <= '7':
			share = shares[c]
		case c != ' ':
			m[c] = share
		}
	}
	return m
}
