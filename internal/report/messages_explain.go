package report

import "github.com/onefold/onefold/internal/report/linked"

// explainMessages are those of an explanation of two records.
var explainMessages = map[string]message{
	"x_signs": {"= the same, ≈ the same once in standard form, ≠ differs", "= identique, ≈ identique une fois normalisé, ≠ diffère", "= identic, ≈ identic după standardizare, ≠ diferă"},

	"x_decided_same":      {"They are one: a person decided so ({0}). The evidence alone makes that {1} likely.", "C’est une seule fiche : quelqu’un en a décidé ainsi ({0}). Les indices seuls donnent une probabilité de {1}.", "Sunt una singură: așa a hotărât cineva ({0}). Dovezile singure dau o probabilitate de {1}."},
	"x_decided_different": {"They are two: a person decided so ({0}). The evidence alone makes it {1} likely that they are one.", "Ce sont deux fiches différentes : quelqu’un en a décidé ainsi ({0}). Les indices seuls donnent {1} de chances qu’elles n’en fassent qu’une.", "Sunt două: așa a hotărât cineva ({0}). Dovezile singure dau {1} că ar fi una singură."},
	"x_for":               {"For: {0}.", "Pour : {0}.", "Pentru: {0}."},
	"x_against_it":        {"Against: {0}.", "Contre : {0}.", "Împotrivă: {0}."},
	"x_match":             {"These two records match: they are about one person or company with a probability of {0}.", "Ces deux fiches n’en font qu’une : elles décrivent la même personne ou société avec une probabilité de {0}.", "Aceste două înregistrări se potrivesc: sunt despre aceeași persoană sau firmă cu o probabilitate de {0}."},
	"x_through":           {"These two records are in one cluster, but only through others: the two alone would be one with a probability of {0}.", "Ces deux fiches sont dans le même groupe, mais seulement par d’autres fiches : à elles seules, elles n’en feraient qu’une avec une probabilité de {0}.", "Aceste două înregistrări sunt în același grup, dar numai prin altele: singure ar fi una cu o probabilitate de {0}."},
	"x_cut":               {"These two records are kept apart, although the two alone would be one with a probability of {0}: other records of their clusters contradict.", "Ces deux fiches restent séparées, alors qu’à elles seules elles n’en feraient qu’une avec une probabilité de {0} : d’autres fiches de leurs groupes s’y opposent.", "Aceste două înregistrări rămân separate, deși singure ar fi una cu o probabilitate de {0}: alte înregistrări din grupurile lor se opun."},
	"x_unseen":            {"These two records were not merged because they were never compared; compared now, they would be one with a probability of {0}.", "Ces deux fiches n’ont pas été fusionnées faute d’avoir été comparées ; comparées maintenant, elles n’en feraient qu’une avec une probabilité de {0}.", "Aceste două înregistrări nu au fost unite fiindcă nu au fost comparate; comparate acum, ar fi una cu o probabilitate de {0}."},
	"x_review":            {"These two records are left for a person to decide: they are one with a probability of {0}.", "Ces deux fiches attendent la décision d’une personne : elles n’en font qu’une avec une probabilité de {0}.", "Aceste două înregistrări așteaptă hotărârea unui om: sunt una cu o probabilitate de {0}."},
	"x_apart":             {"These two records do not match: the probability that they are one is {0}.", "Ces deux fiches sont distinctes : la probabilité qu’elles n’en fassent qu’une est de {0}.", "Aceste două înregistrări nu se potrivesc: probabilitatea să fie una este de {0}."},

	"x_bits":      {"Weights are in bits: each +1 makes “one” twice as likely, each −1 half as likely.", "Les poids sont en bits : +1 rend « une seule » deux fois plus probable, −1 deux fois moins.", "Ponderile sunt în biți: +1 face „una” de două ori mai probabil, −1 de două ori mai puțin."},
	"x_prior":     {"to begin with", "au départ", "la început"},
	"x_prior_why": {"how rare it is that any two records are one", "il est rare que deux fiches prises au hasard n’en fassent qu’une", "cât de rar două înregistrări oarecare sunt una"},
	"x_rare":      {"and the value they share is a rare one", "et la valeur commune est rare", "iar valoarea comună este rară"},
	"x_common":    {"but the value they share is a common one", "mais la valeur commune est fréquente", "dar valoarea comună este frecventă"},
	"x_other":     {"other explanations", "autres explications", "alte explicații"},
	"x_other_why": {"{0} would share much of it, too ({1})", "{0} en partageraient aussi beaucoup ({1})", "{0} ar avea și ele mult în comun ({1})"},
	"x_blank":     {"# comparison says nothing, because a value is blank.|# comparisons say nothing, because a value is blank.", "# comparaison ne dit rien, car une valeur est vide.|# comparaisons ne disent rien, car une valeur est vide.", "# comparație nu spune nimic, fiindcă o valoare este goală.|# comparații nu spun nimic, fiindcă o valoare este goală.|# de comparații nu spun nimic, fiindcă o valoare este goală."},
	"x_shared":    {"What they share speaks for {0} as well: {1}.", "Ce qu’elles partagent irait aussi à {0} : {1}.", "Ce au în comun se potrivește și cu {0}: {1}."},

	"class_unrelated":  {"two unrelated records", "deux fiches sans rapport", "două înregistrări fără legătură"},
	"class_household":  {"two people of one household", "deux personnes d’un même foyer", "două persoane din aceeași gospodărie"},
	"class_colleagues": {"two people of one company", "deux personnes d’une même société", "două persoane din aceeași firmă"},
	"class_namesakes":  {"two people with the same name", "deux homonymes", "doi omonimi"},
	"class_locals":     {"two who are merely from one place", "deux voisins sans autre lien", "doi vecini fără altă legătură"},
	"class_kin":        {"two that are alike without being one", "deux choses semblables mais distinctes", "două lucruri asemănătoare, dar distincte"},
	"class_series":     {"two numbers of one series", "deux numéros d’une même série", "două numere ale aceleiași serii"},
	"class_neighbours": {"two organisations at one address", "deux organisations à la même adresse", "două organizații la aceeași adresă"},
	"class_branches":   {"two branches of one organisation", "deux établissements d’une même organisation", "două sedii ale aceleiași organizații"},

	"x_found":   {"How the pair was found", "Comment la paire a été trouvée", "Cum a fost găsită perechea"},
	"x_all":     {"No blocking rule brings the two together, but with so few records every pair is compared.", "Aucune règle de blocage ne réunit les deux fiches, mais avec si peu de fiches toutes les paires sont comparées.", "Nicio regulă de blocare nu le aduce împreună, dar la atât de puține înregistrări se compară toate perechile."},
	"x_filled":  {"No blocking rule brings the two together; they were compared because both are linked to a third record.", "Aucune règle de blocage ne les réunit ; elles ont été comparées parce que toutes deux sont liées à une troisième.", "Nicio regulă de blocare nu le aduce împreună; au fost comparate fiindcă amândouă sunt legate de a treia."},
	"x_never":   {"No blocking rule brings the two together: the run never compared them, and they are compared here only because you asked.", "Aucune règle de blocage ne les réunit : le passage ne les a jamais comparées, elles le sont ici parce que vous l’avez demandé.", "Nicio regulă de blocare nu le aduce împreună: rularea nu le-a comparat, sunt comparate aici fiindcă ați cerut."},
	"x_crowded": {"These blocking rules bring the two together, but each record had enough closer candidates, so the run did not compare them: {0}.", "Ces règles de blocage les réunissent, mais chaque fiche avait assez de candidates plus proches et le passage ne les a pas comparées : {0}.", "Aceste reguli de blocare le aduc împreună, dar fiecare avea destui candidați mai apropiați, așa că rularea nu le-a comparat: {0}."},
	"x_rules":   {"The two are brought together by: {0}.", "Elles sont réunies par : {0}.", "Sunt aduse împreună de: {0}."},

	"x_more": {"and # more|and # more", "et # autre|et # autres", "și încă #|și încă #|și încă #"},

	"x_cluster":     {"Cluster", "Groupe", "Grup"},
	"x_together":    {"Both are in one cluster of # record.|Both are in one cluster of # records.", "Toutes deux sont dans un groupe de # fiche.|Toutes deux sont dans un groupe de # fiches.", "Ambele sunt într-un grup de # înregistrare.|Ambele sunt într-un grup de # înregistrări.|Ambele sunt într-un grup de # de înregistrări."},
	"x_path":        {"The strongest way from one to the other:", "Le chemin le plus sûr de l’une à l’autre :", "Drumul cel mai sigur de la una la alta:"},
	"x_two":         {"They are in two clusters, of size {0} and {1}.", "Elles sont dans deux groupes, de taille {0} et {1}.", "Sunt în două grupuri, de mărime {0} și {1}."},
	"x_against":     {"What speaks most against joining the two clusters:", "Ce qui s’oppose le plus à réunir les deux groupes :", "Ce se opune cel mai mult unirii celor două grupuri:"},
	"x_pair":        {"Records", "Fiches", "Înregistrări"},
	"x_probability": {"Probability", "Probabilité", "Probabilitate"},

	"x_change":      {"What would change it", "Ce qui changerait la décision", "Ce ar schimba hotărârea"},
	"x_from":        {"Now", "Maintenant", "Acum"},
	"x_to":          {"If it were", "Si c’était", "Dacă ar fi"},
	"x_then":        {"Then", "Alors", "Atunci"},
	"x_holds":       {"The match rests on the comparisons marked “kept apart” or “to review”: without one of them the two would not be merged on their own.", "La fusion tient aux comparaisons marquées « séparées » ou « à examiner » : sans l’une d’elles, les deux ne seraient pas fusionnées d’elles-mêmes.", "Unirea se sprijină pe comparațiile marcate „separate” sau „de examinat”: fără una din ele, cele două nu ar fi unite de la sine."},
	"x_firm":        {"No single comparison holds the match: it would stand if any one of them differed.", "Aucune comparaison ne porte la fusion à elle seule : elle tiendrait même si l’une d’elles différait.", "Nicio comparație nu ține singură unirea: ar rămâne chiar dacă una ar diferi."},
	"x_tips":        {"One of the changes marked “merged” would be enough on its own.", "Un seul des changements marqués « fusionnées » suffirait.", "O singură schimbare marcată „unite” ar fi de ajuns."},
	"x_hopeless":    {"No single change would be enough to merge them.", "Aucun changement à lui seul ne suffirait à les fusionner.", "Nicio schimbare de una singură nu ar ajunge pentru a le uni."},
	"x_d_match":     {"merged", "fusionnées", "unite"},
	"x_d_review":    {"to review", "à examiner", "de examinat"},
	"x_d_non_match": {"kept apart", "séparées", "separate"},
}

// lookup finds a message by its name.
func lookup(id string) (message, bool) {
	m, ok := catalogue[id]
	if !ok {
		m, ok = explainMessages[id]
	}
	if !ok {
		var l [3]string
		l, ok = linked.Messages[id]
		m = message{l[0], l[1], l[2]}
	}
	return m, ok
}
