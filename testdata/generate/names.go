package main

// language holds the names of one country's contacts. Every list was compiled
// for Onefold from general knowledge, the more common names first.
type language struct {
	male, female, family []string
	nick                 map[string]string // given name → what friends write
	mr, mrs              []string
	jobs                 []string
	mail                 []string // domains for private mail, all reserved for examples (RFC 2606)
	notes                []string
}

var french = language{
	male: []string{
		"Jean", "Pierre", "Michel", "Nicolas", "Philippe", "Christophe", "Julien", "Thomas", "François", "Frédéric",
		"Sébastien", "Jérôme", "Stéphane", "Guillaume", "Éric", "Jean-Pierre", "Antoine", "Benoît", "Mathieu", "Rémi",
		"Hugo", "Lucas", "Gaël", "Loïc", "Jean-Baptiste", "Théo", "Maxime", "André", "Gérard", "Étienne", "Yves", "Raphaël",
	},
	female: []string{
		"Marie", "Nathalie", "Isabelle", "Catherine", "Sophie", "Céline", "Aurélie", "Julie", "Hélène", "Émilie",
		"Valérie", "Stéphanie", "Véronique", "Anne-Marie", "Claire", "Camille", "Élodie", "Agnès", "Chloé", "Léa",
		"Mélanie", "Noémie", "Marie-Claude", "Brigitte", "Zoé", "Delphine", "Maëlle", "Solène", "Françoise", "Inès", "Odile", "Thérèse",
	},
	family: []string{
		"Martin", "Bernard", "Dubois", "Petit", "Durand", "Leroy", "Moreau", "Lefèvre", "Girard", "Mercier",
		"Lefebvre", "Garnier", "Chevalier", "François", "Legrand", "Gauthier", "Perrin", "Morin", "Dumont", "Fontaine",
		"Rousselet", "Le Gall", "Le Goff", "De La Fontaine", "Bélanger", "Hervé", "Guérin", "Boulanger", "Prévost", "Besançon",
		"Carpentier", "Delattre", "Ménard", "Poirier", "Rémond", "Vasseur", "Tessier", "Joly", "Collet", "Barbier",
		"d'Amboise", "Castelnau", "Montagnier", "Delacroix-Perret", "Aubry", "Péchard", "Quéméner", "Roussillon", "Verdier", "Larivière",
		"Cordonnier", "Bellerose", "Hautbois", "Sauvignac", "Tranchant", "Beaufils", "Marchandise", "Grosjean", "Châtelain", "Duchêne",
	},
	nick: map[string]string{
		"Philippe": "Phil", "Christophe": "Chris", "Nicolas": "Nico", "Frédéric": "Fred", "Sébastien": "Seb", "Stéphane": "Steph",
		"Guillaume": "Guigui", "Mathieu": "Mat", "Maxime": "Max", "Jean-Pierre": "JP", "Jean-Baptiste": "JB", "Isabelle": "Isa", "Catherine": "Cathy",
		"Nathalie": "Nath", "Stéphanie": "Steph", "Véronique": "Véro", "Valérie": "Val", "Mélanie": "Mél", "Émilie": "Mimi", "Thomas": "Tom",
	},
	mr: []string{"M.", "M.", "Monsieur", "Mr"}, mrs: []string{"Mme", "Mme", "Madame", "Mlle"},
	jobs:  []string{"Acheteuse", "Directeur commercial", "Comptable", "Responsable achats", "Gérant", "Assistante de direction", "Chef de projet", "Technicien"},
	mail:  []string{"courriel.example", "boite.example", "laposte-libre.example", "monmail.example"},
	notes: []string{"Rappeler après 18h", "Rencontré au salon de Lyon, intéressé par l'offre pro", "Ne pas appeler le mercredi", "Client depuis 2014", "Préfère le courrier, pas d'e-mail", "Demande de devis envoyée; relancer en mars"},
}

var romanian = language{
	male: []string{
		"Andrei", "Ion", "Alexandru", "Mihai", "Ștefan", "Cristian", "Gheorghe", "Florin", "Adrian", "Vasile",
		"Bogdan", "Constantin", "Cătălin", "Răzvan", "Ionuț", "Marius", "Dănuț", "Sorin", "Tudor", "Vlad",
		"Nicolae", "Horațiu", "Țvetan", "Liviu", "Șerban", "Emil", "Radu", "Petru", "Costin", "Traian",
	},
	female: []string{
		"Maria", "Elena", "Ioana", "Andreea", "Mihaela", "Ana", "Cristina", "Daniela", "Raluca", "Gabriela",
		"Mălina", "Anca", "Simona", "Ileana", "Ștefania", "Alexandra", "Roxana", "Corina", "Lăcrămioara", "Magdalena",
		"Nicoleta", "Oana", "Ruxandra", "Ana-Maria", "Viorica", "Adina", "Tatiana", "Smaranda", "Georgeta", "Camelia",
	},
	family: []string{
		"Popescu", "Ionescu", "Popa", "Dumitru", "Stan", "Stoica", "Gheorghiu", "Rusu", "Munteanu", "Matei",
		"Șerban", "Constantinescu", "Ungureanu", "Tănase", "Dobre", "Moldoveanu", "Marinescu", "Țurcanu", "Brânzei", "Cârstea",
		"Văcărescu", "Mureșan", "Pătrașcu", "Lupașcu", "Ciobanu", "Drăgulescu", "Zamfirescu", "Negruzzi", "Rotaru", "Bălan",
		"Ștefănescu", "Chiriță", "Săndulescu", "Boțan", "Hașdeu", "Manolache", "Năstase", "Oprișan", "Păunescu", "Albu-Rădulescu",
		"Filipescu", "Grigoraș", "Iliescu", "Jianu", "Crăciun", "Lăzărescu", "Mocanu", "Neagoe", "Tomșa", "Vlăduț",
	},
	nick: map[string]string{
		"Alexandru": "Alex", "Alexandra": "Alexa", "Ștefan": "Fane", "Cristian": "Cristi", "Gheorghe": "Gigi", "Constantin": "Costel",
		"Nicolae": "Nicu", "Mihaela": "Miha", "Andreea": "Deea", "Gabriela": "Gabi", "Ioana": "Oana", "Elena": "Lenuța", "Vasile": "Vasilică",
		"Cătălin": "Cata", "Magdalena": "Magda", "Nicoleta": "Nico", "Cristina": "Cris", "Daniela": "Dana",
	},
	mr: []string{"Dl.", "Dl.", "Domnul", "dl"}, mrs: []string{"Dna.", "Dna", "Doamna", "d-na"},
	jobs:  []string{"Director vânzări", "Contabil", "Administrator", "Inginer", "Responsabil achiziții", "Asistent manager", "Consilier juridic"},
	mail:  []string{"posta.example", "casuta.example", "cutiepostala.example"},
	notes: []string{"A sunat în mai, vrea ofertă", "De sunat după ora 17", "Client vechi; plătește la termen", "Întâlnit la târgul de la Cluj", "Nu mai dorește SMS-uri"},
}

var english = language{
	male: []string{
		"James", "John", "Robert", "Michael", "William", "David", "Thomas", "Charles", "Christopher", "Daniel",
		"Matthew", "Anthony", "Steven", "Andrew", "Edward", "Benjamin", "Samuel", "Alexander", "Patrick", "Nathaniel",
		"Gregory", "Walter", "Harold", "Desmond", "Owen", "Theodore", "Vernon", "Ruben",
	},
	female: []string{
		"Mary", "Jennifer", "Elizabeth", "Susan", "Jessica", "Karen", "Margaret", "Sarah", "Deborah", "Katherine",
		"Rebecca", "Patricia", "Victoria", "Abigail", "Christine", "Pamela", "Judith", "Theresa", "Beverly", "Olivia",
		"Harriet", "Josephine", "Wendy", "Imogen", "Sue Ellen", "Mary-Kate", "Gwendolyn", "Philippa",
	},
	family: []string{
		"Smith", "Johnson", "Williams", "Brown", "Miller", "Davis", "Wilson", "Anderson", "Taylor", "Moore",
		"Thompson", "Clark", "Walker", "Hughes", "O'Brien", "McAllister", "Fitzgerald", "Whitaker", "Hawthorne", "Pemberton",
		"Lockwood", "Ashworth", "Van Buren", "Castellano", "Rutherford", "Kowalski", "Nakamura", "Okafor", "St. John", "Blackwood",
		"Hargreaves", "Lindqvist", "Montgomery", "Sandoval", "Winslow", "Bannister", "Coleridge", "Dunmore", "Eastwick", "Fairbanks",
		"Goodfellow", "Huxley-Ward", "Ingleby", "Jessop", "Kirkbride", "Larkspur", "Merriweather", "Northcott",
	},
	nick: map[string]string{
		"James": "Jim", "Robert": "Bob", "Michael": "Mike", "William": "Bill", "David": "Dave", "Thomas": "Tom", "Charles": "Chuck",
		"Christopher": "Chris", "Daniel": "Dan", "Matthew": "Matt", "Anthony": "Tony", "Steven": "Steve", "Andrew": "Drew", "Edward": "Ted",
		"Benjamin": "Ben", "Jennifer": "Jen", "Elizabeth": "Liz", "Susan": "Sue", "Margaret": "Peggy", "Deborah": "Debbie",
		"Katherine": "Kate", "Rebecca": "Becky", "Patricia": "Pat", "Victoria": "Vicky", "Abigail": "Abby", "Samuel": "Sam",
	},
	mr: []string{"Mr.", "Mr", "Mr."}, mrs: []string{"Ms.", "Mrs.", "Mrs", "Miss"},
	jobs:  []string{"Sales Manager", "Accountant", "Office Manager", "Purchasing Lead", "Owner", "VP Operations", "Engineer"},
	mail:  []string{"mailbox.example", "freepost.example", "quickmail.example", "inbox.example"},
	notes: []string{"Met at the spring trade show, wants a demo", "Said \"call me back in June\"", "Prefers text messages", "Long-time customer; pays late", "Left voicemail twice\nno answer so far"},
}
