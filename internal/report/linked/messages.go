package linked

// Messages are those of the section on several sources: English, French,
// Romanian.
var Messages = map[string][3]string{
	"l_title":      {"Links between {0}", "Liens entre {0}", "Legături între {0}"},
	"l_section":    {"How the sources were put together", "Comment les sources ont été rapprochées", "Cum au fost puse împreună sursele"},
	"l_lead":       {"{0} links between sources join {1} records; {2} pairs within one source are one as well. Cardinality: {3}.", "{0} liens entre les sources réunissent {1} fiches ; {2} paires au sein d’une même source n’en font qu’une aussi. Cardinalité : {3}.", "{0} legături între surse unesc {1} înregistrări; și {2} perechi din aceeași sursă sunt una singură. Cardinalitate: {3}."},
	"l_columns":    {"Columns that were taken for the same", "Colonnes tenues pour les mêmes", "Coloane socotite aceleași"},
	"l_compared":   {"Compared", "Comparée", "Comparată"},
	"l_fields":     {"In the sources", "Dans les sources", "În surse"},
	"l_yes":        {"yes", "oui", "da"},
	"l_no":         {"no", "non", "nu"},
	"l_translated": {"Values that stand for each other", "Valeurs qui se correspondent", "Valori care își corespund"},
	"l_values":     {"Values", "Valeurs", "Valori"},
	"l_links":      {"Links", "Liens", "Legături"},
}
