package email

import "strings"

// role reports whether a lower-case local part names a function. Compound
// ones count by their first or last word: contact.paris, paris-accueil.
func role(local string) bool {
	if roleWords[local] {
		return true
	}
	joined := true
	first, last := "", ""
	start := 0
	for i := 0; i <= len(local); i++ {
		if i < len(local) && local[i] != '.' && local[i] != '-' && local[i] != '_' {
			continue
		}
		if w := strings.TrimRight(local[start:i], "0123456789"); w != "" {
			if first == "" {
				first = w
			}
			last = w
		} else {
			joined = joined && i > start
		}
		start = i + 1
	}
	if strongRoles[first] || strongRoles[last] && last != "sales" { // a Portuguese surname
		return true
	}
	return joined && roleWords[joinWords(strings.TrimRight(local, "0123456789"))]
}

// joinWords removes the marks between the words of a local part.
func joinWords(local string) string {
	if !strings.ContainsAny(local, ".-_") {
		return local
	}
	var b strings.Builder
	b.Grow(len(local))
	for i := range len(local) {
		if c := local[i]; c != '.' && c != '-' && c != '_' {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// noReply reports whether nobody reads the mailbox.
func noReply(local string) bool {
	switch joinWords(local) {
	case "noreply", "donotreply", "dontreply", "nepasrepondre", "noreplyto", "noresponse", "noanswer", "nuraspunde", "nuraspundeti",
		"keineantwort", "nichtantworten", "norespond", "noresponder", "nonrispondere", "nobody", "null", "devnull", "mailerdaemon", "noemail", "nomail", "pasdemail", "pasdemel", "sansmail", "faraemail":
		return true
	}
	return false
}

// invented reports whether a lower-case address was typed to fill the field:
// test@test.com, aaa@aaa.fr.
func invented(local, domain string) bool {
	label, _, _ := strings.Cut(domain, ".")
	if label == "" || label != local {
		return false
	}
	switch local {
	case "test", "toto", "titi", "tata", "example", "exemple", "exemplu", "email", "mail", "abc", "azerty", "qwerty", "asdf", "none", "no", "na", "non", "nu", "demo", "fake", "null", "nope":
		return true
	}
	return strings.Trim(local, local[:1]) == ""
}

// strongRoles are functions that no surname or first name looks like, so that
// one word of a compound is enough. Compiled for Onefold.
var strongRoles = set(`
info infos information contact contacts accueil office birou secretariat secretariate secretary comptabilite contabilitate
accounting accounts billing facturation facturare factures facturi invoice invoices invoicing compta sales vanzari ventes commercial comercial
support helpdesk service services servicii sav reception receptie receptia admin administrator administration administratie administratif
webmaster postmaster hostmaster newsletter marketing recrutement recrutare recruitment recruiting reservation reservations rezervari booking bookings
noreply direction directie commande commandes comenzi orders achats achizitii purchasing procurement juridique juridic dpo gdpr rgpd privacy
hello bonjour salut enquiries inquiries enquiry customerservice customercare clientservice relatii presse presa rh hr drh
`)

// roleWords are local parts that name a function when they stand alone.
// Compiled for Onefold.
var roleWords = func() map[string]bool {
	m := set(`
abuse academy account achat adjoint advertising advisor affiliate affiliates agence agency agent agenti aide ajutor alert alerts alumni announce announcements apply appointments archive archives
asistenta asistent assistance assistant assistante association atelier audit automail backup bank banque benefits biblioteca bibliotheque billet billets board boutique bureau business buyer buyers
cabinet campaign campaigns candidat candidature candidatures cantine career careers cariera cariere cashier catering centre center ceo cfo cio client clienti clientele clients club cmo coach comenzi comercial comite commerce commune
communication communications comms community company compliance comptable concierge conference conferences conseil consiliere consulting contab contabil contactus contactez contactez-nous contact-us contacto coo cooperation coordinator copyright corporate
counsel courrier courses credit crm css cto customer customers data database deals delivery demo demande dep deploy design dev developer developers development devis devops director directeur directrice directorgeneral
distribution dispatch dns docs domain domains donate donation donations dons dsi economat ecole editor editorial education employment email enquire engineering entreprise equipe errors eshop etudes event events evenement evenimente everyone everybody exec executive expedition expediere
export facilities facture factura facilitymanagement faculty faq fax feedback finance finances financiar financial financier fleet formation formations formare forum founders franchise freight ftp fundraising general gestion gerance gm group groupe guest guestbook
guest-services gov grants hallo hi health help hola hospitality hosting hotel hotline housekeeping hse import inbox infodesk inscription inscriptions inscrieri insurance international internship interne intern investor investors investorrelations investisseurs it itsupport
jobs job joburi kontakt lab laboratoire laboratory leads leadership legal library licensing lists list livraison livraisons livrari logistics logistica logistique loja magasin magazin mail mailbox mailer mailing mailinglist mairie maintenance mentenanta manager management managers manufacturing market
media medias mediation mediere medical meetings member members membership membres merch merchandising mobile monitor monitoring moderator museum mta news nieuws noc notification notifications notificari nous oferta oferte offers offre offres ofertare
online operations ops order orderdesk organisation orders outreach owner owners parking partner partners partenaires partenariat parteneri parteneriate parts payroll payable paie pay payment payments plata plati paiement patient patients permanence personnel personal pharmacie plan planning police policy polls
portal posta post postbox pr prefecture president presidence prestations pricing primaria primarie principal print privacy-policy product production productie producator products program programs project projects proiecte projet projets promo promotions property protectiadatelor publicity publishing purchase purchases
qa quality qualite calitate questions quote quotes devize reclamation reclamatii reclamations recursosumane recruit recruiter redaction redactia redaktion referral referrals refund refunds registrar registration registry relation relations relatiicuclientii renseignement renseignements rental rentals location reply report reports request requests
research resources resourcesumaines ressources-humaines ressourceshumaines resurseumane resurse restaurant retail returns retururi retours reviews root safety salut sante sanatate sales-team salesteam scheduling scoala school secgen sec security securite securitate sefservice sek sekretariat seminar seminars seo server service-client serviceclient serviceclients
sesizari shipping shop showroom site social socialmedia societe solutions spa spam sponsor sponsors sponsorship sport staff standard start stats statistics stage stages stock stocks store studio stock subscribe subscriptions subscription success suggestion suggestions sugestii supplier suppliers supply survey sysadmin syndic system
talent tax taxe team tech technical technic tehnic technicien technique techsupport tender test tester testing tickets ticket tourism tourisme trade trainer training transport transporturi travel treasurer treasury tresorier tresorerie trezorerie undisclosed-recipients unsubscribe update updates urgence urgences usenet user users uucp
vacancies vacances vendor vendors vente venue verification vie-scolaire viescolaire visitor visitors voluntar volunteer volunteers warehouse depozit warranty garantie garantii web webadmin webinar webmail webteam website welcome wholesale workshop world www
ap ar cs pao daf dg dga pdg rc raf rrhh cse chsct csrd qhse bookkeeping bookkeeper frontdesk front-desk front-office frontoffice backoffice back-office hrdept teamlead
ventas administracion oficina atencion atencionalcliente pedidos compras facturacion contabilidad consultas gerencia recepcion reservas tienda empleo rrhh informacion
verkauf vertrieb einkauf buchhaltung rechnung rechnungen bewerbung bewerbungen empfang buero verwaltung zentrale geschaeftsfuehrung geschaeftsleitung kundenservice kundendienst bestellung bestellungen auftrag werkstatt praxis kanzlei datenschutz technik versand lager rezeption reservierung
amministrazione vendite segreteria ufficio commerciale acquisti direzione assistenza contabilita fatture fatturazione ordini prenotazioni clienti informazioni negozio magazzino personale lavoraconnoi
vendas financeiro contato atendimento faturacao compras geral loja recursoshumanos secretaria suporte encomendas
verkoop boekhouding klantenservice secretariaat bestellingen inkoop receptie personeelszaken facturen
biuro sekretariat sprzedaz faktury zamowienia ksiegowosc sklep rekrutacja serwis reklamacje
smtp imap pop pop3 nntp dnsadmin netadmin sysop systems itadmin helpdesk2 servicedesk robot bot bounce bounces autoreply autoresponder alarms cron daemon git jira ci build builds
inquire ask hiring people peopleops talentacquisition presales aftersales bizdev businessdevelopment accountspayable accountspayables accountsreceivable creditcontrol management pm everyoneall allstaff all-staff headoffice reservationist enrolment enrollment admission admissions teacher teachers headteacher principaloffice
`)
	for w := range strongRoles {
		m[w] = true
	}
	return m
}()
